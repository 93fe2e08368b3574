package app.rostrum.sdk.video;

import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.Subscribed;
import app.rostrum.wire.room.TrackKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The others, their publications, and which of them can be heard. News about one track comes from
 * three sides in any order: its publication (by SID), the subscription (SID to id), the media (id).
 */
final class RemoteParticipants {
  private final Map<String, ParticipantState> participants = new LinkedHashMap<>();
  private final Map<String, Integer> gone = new HashMap<>();
  private final Map<String, String> idOfSid = new HashMap<>();
  private final Map<String, Integer> media = new HashMap<>();
  private int subscribedRevision;

  /** The local participant's own entry is not one of the others. */
  void update(List<ParticipantState> list, String ownSid) {
    for (ParticipantState fresh : list) {
      ParticipantState known = participants.get(fresh.sid());
      int lastRevision =
          known != null ? known.revision() : gone.getOrDefault(fresh.sid(), Integer.MIN_VALUE);
      if (fresh.sid().equals(ownSid) || fresh.revision() <= lastRevision) {
        continue;
      }
      if (fresh.state() == ParticipantState.State.DISCONNECTED) {
        participants.remove(fresh.sid());
        gone.put(fresh.sid(), fresh.revision());
      } else {
        participants.put(fresh.sid(), fresh);
      }
    }
  }

  /** A complete list: who is not in it has left. */
  void replace(List<ParticipantState> list, String ownSid) {
    var listed = new HashSet<String>();
    list.forEach(p -> listed.add(p.sid()));
    participants.keySet().retainAll(listed);
    update(list, ownSid);
  }

  void subscribed(Subscribed fresh) {
    if (fresh.revision() > subscribedRevision) {
      subscribedRevision = fresh.revision();
      idOfSid.clear();
      fresh.tracks().stream()
          .filter(t -> !t.id().isEmpty())
          .forEach(t -> idOfSid.put(t.sid(), t.id()));
    }
  }

  void mediaBegan(String trackId) {
    media.merge(trackId, 1, Integer::sum);
  }

  void mediaEnded(String trackId) {
    media.computeIfPresent(trackId, (id, count) -> count > 1 ? count - 1 : null);
  }

  Optional<String> identity(String sid) {
    return Optional.ofNullable(participants.get(sid)).map(ParticipantState::identity);
  }

  /** Whose a track of the media plane is. */
  Map<String, String> identitiesByTrackId() {
    var map = new HashMap<String, String>();
    for (ParticipantState participant : participants.values()) {
      for (ParticipantState.Track track : participant.tracks()) {
        String id = idOfSid.get(track.sid());
        if (id != null) {
          map.put(id, participant.identity());
        }
      }
    }
    return map;
  }

  /** Whose data track that is, if this end is to have it. */
  Optional<DataReception.Source> dataSource(String trackId) {
    for (ParticipantState participant : participants.values()) {
      for (ParticipantState.Track track : participant.tracks()) {
        if (track.kind() == TrackKind.DATA && trackId.equals(idOfSid.get(track.sid()))) {
          return Optional.of(new DataReception.Source(participant.identity(), track.name()));
        }
      }
    }
    return Optional.empty();
  }

  List<RemoteParticipant> view() {
    Set<String> heard = media.keySet();
    return participants.values().stream()
        .map(
            p ->
                new RemoteParticipant(
                    p.sid(),
                    p.identity(),
                    p.state() == ParticipantState.State.RECONNECTING,
                    p.tracks().stream()
                        .filter(t -> t.kind() == TrackKind.AUDIO)
                        .map(
                            t ->
                                new RemoteParticipant.AudioPublication(
                                    t.sid(),
                                    t.name(),
                                    t.enabled(),
                                    Optional.ofNullable(idOfSid.get(t.sid()))
                                        .filter(heard::contains)
                                        .isPresent()))
                        .toList(),
                    p.tracks().stream()
                        .filter(t -> t.kind() == TrackKind.DATA)
                        .map(
                            t ->
                                new RemoteParticipant.DataPublication(
                                    t.sid(), t.name(), idOfSid.containsKey(t.sid())))
                        .toList()))
        .toList();
  }
}
