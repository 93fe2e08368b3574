package app.rostrum.cloud.figures;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of durations from a microsecond to half a minute, each within a tenth of its true value.
 * Adding takes no lock and allocates nothing. Safe for any thread.
 */
public final class Latencies {
  /** Buckets grow by a tenth each. */
  private static final double GROWTH = 1.1;

  private static final int BUCKETS = 180;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final LongAdder nanos = new LongAdder();

  public void add(long nanoseconds) {
    double micros = Math.max(1, nanoseconds / 1000.0);
    int bucket = (int) (Math.log(micros) / Math.log(GROWTH));
    counts.incrementAndGet(Math.min(bucket, BUCKETS - 1));
    nanos.add(Math.max(0, nanoseconds));
  }

  /** Begins anew, for measurements. */
  public void forget() {
    for (int i = 0; i < BUCKETS; i++) {
      counts.set(i, 0);
    }
    nanos.reset();
  }

  /** Returns the sum of all durations. */
  public Duration sum() {
    return Duration.ofNanos(nanos.sum());
  }

  /**
   * Returns the duration that a share of all do not exceed; zero if there are none.
   *
   * @param share 0 to 1
   */
  public Duration quantile(double share) {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += counts.get(i);
    }
    long rank = (long) Math.ceil(all * share);
    long seen = 0;
    for (int i = 0; i < BUCKETS && all > 0; i++) {
      seen += counts.get(i);
      if (seen >= rank) {
        return Duration.ofNanos((long) (upperMicros(i) * 1000));
      }
    }
    return Duration.ZERO;
  }

  /**
   * Returns the number of durations up to each bound and above the one before it.
   *
   * @param seconds the bounds, growing; the last may be infinite
   */
  public long[] upTo(double... seconds) {
    long[] within = new long[seconds.length];
    for (int i = 0; i < BUCKETS; i++) {
      int bound = 0;
      while (bound < seconds.length - 1 && upperMicros(i) > seconds[bound] * 1e6) {
        bound++;
      }
      within[bound] += counts.get(i);
    }
    return within;
  }

  private static double upperMicros(int bucket) {
    return Math.pow(GROWTH, bucket + 1);
  }
}
