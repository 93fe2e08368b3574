package app.rostrum.rtc.sctp;

import java.util.concurrent.TimeUnit;

/** The retransmission time-out from measured round trips (RFC 9260, section 6.3.1). */
final class RoundTrip {
  private static final long INITIAL = TimeUnit.MILLISECONDS.toNanos(500);

  /** The least time-out: longer than the other end may delay an acknowledgement. */
  private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(300);

  /** The longest time-out: shorter than the RFC's minute, because a person waits. */
  private static final long MOST = TimeUnit.SECONDS.toNanos(10);

  private long smoothed = -1;
  private long variation;
  private long timeout = INITIAL;

  void measured(long nanos) {
    if (smoothed < 0) {
      smoothed = nanos;
      variation = nanos / 2;
    } else {
      variation += (Math.abs(smoothed - nanos) - variation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
    timeout = Math.clamp(smoothed + 4 * variation, LEAST, MOST);
  }

  void backOff() {
    timeout = Math.min(MOST, 2 * timeout);
  }

  long timeout() {
    return timeout;
  }

  /** Returns the mean round trip, or the time-out before the first measurement. */
  long mean() {
    return smoothed < 0 ? timeout : smoothed;
  }
}
