package app.rostrum.cloud.rooms;

/**
 * The bit rate granted to a video track, from the loss that its subscribers report: lower when they
 * lose much, slowly higher when they lose next to nothing (the loss-based half of
 * draft-ietf-rmcat-gcc-02, section 6). Not safe for several threads.
 */
final class PictureRate {
  static final long START = 1_000_000;
  static final long LEAST = 200_000;
  static final long MOST = 2_500_000;
  static final long INTERVAL_NANOS = 1_000_000_000L;

  private static final double MUCH = 0.10;
  private static final double LITTLE = 0.02;
  private static final double RISE = 1.08;

  private long rate = START;
  private boolean begun;
  private long nextNanos;

  /**
   * Returns whether a second has gone by since the last change, and starts the next second then.
   */
  boolean due(long nowNanos) {
    if (begun && nowNanos - nextNanos < 0) {
      return false;
    }
    begun = true;
    nextNanos = nowNanos + INTERVAL_NANOS;
    return true;
  }

  /**
   * Computes the rate from now on, in bits per second.
   *
   * @param loss share of packets lost on the way to the subscribers, 0 to 1, on average, so that
   *     one bad line among many does not lower the rate for all
   */
  long next(double loss) {
    if (loss > MUCH) {
      rate = (long) (rate * (1 - 0.5 * loss));
    } else if (loss < LITTLE) {
      rate = (long) (rate * RISE);
    }
    rate = Math.clamp(rate, LEAST, MOST);
    return rate;
  }
}
