package app.rostrum.cloud.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A media processor, which mixes a room's speakers for player streamers.
 *
 * @param sid ZX and 32 hexadecimal digits
 * @param extension the requested extension, for example {@code video-composer-v2}
 * @param context the room to mix and the streamers to feed
 * @param maxDuration empty for no limit
 * @param endedReason set once it has ended
 */
public record MediaProcessor(
    String sid,
    LiveStatus status,
    String extension,
    ExtensionContext context,
    Optional<Duration> maxDuration,
    Optional<EndedReason> endedReason,
    Instant created,
    Instant updated) {

  MediaProcessor ended(EndedReason reason, Instant now) {
    return new MediaProcessor(
        sid, LiveStatus.ENDED, extension, context, maxDuration, Optional.of(reason), created, now);
  }
}
