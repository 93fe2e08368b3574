package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.MediaSignal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends media signaling to a room's members: the active speaker and the quality of the connections.
 * Called on the room's thread.
 */
final class RoomSignals {
  private static final int QUALITY_EVERY_TICKS = 1000 / SpeakerDetector.TICK_MILLIS;

  private final SpeakerDetector detector = new SpeakerDetector();
  private Optional<String> activeSpeaker = Optional.empty();
  private int ticks;

  /** Called every {@value SpeakerDetector#TICK_MILLIS} ms while the room has members. */
  void tick(Collection<Member> members, long nowNanos) {
    if (ticks++ % QUALITY_EVERY_TICKS == 0) {
      members.forEach(m -> m.quality().refresh(m.mediaConnection(), m.reachable(), nowNanos));
    }
    var loudness = new HashMap<String, Double>();
    for (Member member : members) {
      for (ForwardedTrack track : member.media().values()) {
        if (track.isAudio() && track.enabled()) {
          loudness.merge(member.sid(), track.loudness(nowNanos), Math::max);
        }
      }
    }
    Optional<String> speaker = detector.tick(loudness);
    if (!speaker.equals(activeSpeaker)) {
      activeSpeaker = speaker;
      members.forEach(member -> member.signals().tellSpeaker(speaker));
    }
  }

  /** Returns a listener to a member's channels, whose reports count for that member. */
  MemberSignals.Listener listener(Member member, Collection<Member> members) {
    return new MemberSignals.Listener() {
      @Override
      public void onReady(String name) {
        if (name.equals(MediaSignal.ACTIVE_SPEAKER)) {
          member.signals().tellSpeaker(activeSpeaker);
        }
      }

      @Override
      public void onInputs(MediaSignal.QualityInputs inputs) {
        long now = System.nanoTime();
        if (member.quality().report(inputs, now)) {
          member.quality().refresh(member.mediaConnection(), member.reachable(), now);
          member.signals().tellQuality(answer(member, members));
        }
      }
    };
  }

  private static MediaSignal.Quality answer(Member member, Collection<Member> members) {
    Map<String, Integer> remotes = new LinkedHashMap<>();
    if (member.quality().wantsRemotes()) {
      members.stream()
          .filter(m -> m != member)
          .forEach(m -> remotes.put(m.sid(), m.quality().level()));
    }
    return new MediaSignal.Quality(
        member.quality().level(), member.quality().directions(), remotes);
  }
}
