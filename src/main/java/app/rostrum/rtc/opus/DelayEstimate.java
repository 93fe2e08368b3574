package app.rostrum.rtc.opus;

import java.util.Arrays;

/**
 * An estimate of how much later than the quickest packet most packets arrive. All in samples at 48
 * kHz.
 */
final class DelayEstimate {
  private static final int BUCKET = 240;
  private static final int BUCKETS = 128;
  private static final double FORGET = 0.997;

  /** The quickest packet is that of the current and the previous window, because clocks drift. */
  private static final long WINDOW_NANOS = 4_000_000_000L;

  private final long least;
  private final long most;
  private final double inTime;
  private final long margin;
  private final double[] histogram = new double[BUCKETS];
  private boolean any;
  private long quickest;
  private long quickestBefore;
  private long windowEnd;
  private long target;

  DelayEstimate(long least, long most, double inTime, long margin) {
    this.inTime = inTime;
    this.margin = margin;
    this.least = least;
    this.most = Math.max(least, most);
    this.target = least;
  }

  /**
   * @param transit the arrival minus the timestamp, of any origin
   */
  void onArrival(long transit, long nowNanos) {
    if (!any) {
      any = true;
      quickest = transit;
      quickestBefore = transit;
      windowEnd = nowNanos + WINDOW_NANOS;
    } else if (nowNanos - windowEnd > 0) {
      quickestBefore = quickest;
      quickest = transit;
      windowEnd = nowNanos + WINDOW_NANOS;
    } else {
      quickest = Math.min(quickest, transit);
    }
    for (int i = 0; i < BUCKETS; i++) {
      histogram[i] *= FORGET;
    }
    int bucket = (int) Math.clamp((transit - base()) / BUCKET, 0, BUCKETS - 1);
    histogram[bucket] += 1 - FORGET;
    target = estimate();
  }

  private long estimate() {
    double total = 0;
    for (double weight : histogram) {
      total += weight;
    }
    double sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      sum += histogram[i];
      if (sum >= inTime * total) {
        return Math.clamp((long) (i + 1) * BUCKET + Math.min(margin, 2L * i * BUCKET), least, most);
      }
    }
    return most;
  }

  /** Returns the transit of the quickest packet of the last seconds. */
  long base() {
    return Math.min(quickest, quickestBefore);
  }

  long target() {
    return target;
  }

  void reset() {
    any = false;
    Arrays.fill(histogram, 0);
    target = least;
  }
}
