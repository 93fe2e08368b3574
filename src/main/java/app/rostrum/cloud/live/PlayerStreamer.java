package app.rostrum.cloud.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A player streamer, which serves one stream to listeners.
 *
 * @param sid VJ and 32 hexadecimal digits
 * @param video whether video was requested; only audio is served
 * @param maxDuration empty for no limit
 * @param endedReason set once it has ended
 */
public record PlayerStreamer(
    String sid,
    LiveStatus status,
    boolean video,
    Optional<Duration> maxDuration,
    Optional<EndedReason> endedReason,
    Instant created,
    Instant updated) {

  PlayerStreamer started(Instant now) {
    return new PlayerStreamer(
        sid, LiveStatus.STARTED, video, maxDuration, Optional.empty(), created, now);
  }

  PlayerStreamer ended(EndedReason reason, Instant now) {
    return new PlayerStreamer(
        sid, LiveStatus.ENDED, video, maxDuration, Optional.of(reason), created, now);
  }
}
