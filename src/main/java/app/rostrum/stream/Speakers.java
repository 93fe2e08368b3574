package app.rostrum.stream;

import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.stream.StreamState.Speaker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the list of speakers of the speakers map and the participants in the room. */
final class Speakers {
  private List<Speaker> last = List.of();

  /**
   * @param onStage whether this person is on stage, or coming back to it
   * @param participants the others in the room; none in the audience
   * @return the same instance as before if nothing has changed
   */
  List<Speaker> list(
      List<StreamRoster.Entry> entries,
      List<RemoteParticipant> participants,
      String self,
      Role role,
      boolean onStage,
      boolean microphoneOn) {
    Map<String, RemoteParticipant> inRoom = new LinkedHashMap<>();
    participants.forEach(p -> inRoom.put(p.identity(), p));
    var speakers = new ArrayList<Speaker>();
    Set<String> listed = new HashSet<>();
    for (StreamRoster.Entry entry : entries) {
      String identity = entry.identity();
      if (identity.equals(self)) {
        if (onStage) {
          listed.add(identity);
          speakers.add(
              new Speaker(identity, entry.host() || role == Role.HOST, !microphoneOn, false, true));
        }
      } else {
        listed.add(identity);
        speakers.add(speaker(identity, entry.host(), inRoom.get(identity)));
      }
    }
    for (RemoteParticipant participant : inRoom.values()) {
      if (listed.add(participant.identity())) {
        speakers.add(speaker(participant.identity(), false, participant));
      }
    }
    if (onStage && listed.add(self)) {
      boolean host = role == Role.HOST;
      speakers.add(host ? 0 : speakers.size(), new Speaker(self, host, !microphoneOn, false, true));
    }
    if (!speakers.equals(last)) {
      last = List.copyOf(speakers);
    }
    return last;
  }

  private static Speaker speaker(String identity, boolean host, @Nullable RemoteParticipant p) {
    return p == null
        ? new Speaker(identity, host, false, false, false)
        : new Speaker(
            identity,
            host,
            p.audio().stream().noneMatch(RemoteParticipant.AudioPublication::enabled),
            p.reconnecting(),
            false);
  }
}
