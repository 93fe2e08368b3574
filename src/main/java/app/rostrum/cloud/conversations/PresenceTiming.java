package app.rostrum.cloud.conversations;

import java.time.Duration;

/**
 * The delays after which users count as offline.
 *
 * @param debouncing how long after losing the last connection a user still counts as online
 * @param returnGrace how long after a start of the server the users that were online before may
 *     take to return
 */
public record PresenceTiming(Duration debouncing, Duration returnGrace) {
  public static final PresenceTiming USUAL =
      new PresenceTiming(Duration.ofSeconds(5), Duration.ofSeconds(20));
}
