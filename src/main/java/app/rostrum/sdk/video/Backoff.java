package app.rostrum.sdk.video;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt (protocol notes, section 3.11). */
final class Backoff {
  private static final double FIRST_MILLIS = 80;
  private static final double GROWTH = 1.5;
  private static final double MAX_MILLIS = 10_000;
  private final RandomGenerator random;
  private int attempt;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Grows with every call, jittered by up to 100 % either way. */
  long nextMillis() {
    double base = Math.min(MAX_MILLIS, FIRST_MILLIS * Math.pow(GROWTH, attempt++));
    return (long) Math.min(MAX_MILLIS, base * 2 * random.nextDouble());
  }

  void reset() {
    attempt = 0;
  }
}
