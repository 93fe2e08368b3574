package app.rostrum.sdk.player;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: hardly at first, then twice as long each time, with a
 * random part so that a thousand listeners do not come back at the same moment.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long MAX_MILLIS = 8_000;
  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    long full = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures++, 10));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  void reset() {
    failures = 0;
  }
}
