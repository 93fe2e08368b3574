package app.rostrum.bench;

import java.util.List;

/**
 * Counts of times by their length, in steps of a tenth of a millisecond up to five seconds. It does
 * not grow, so an hour of times leaves the memory as it is that is measured in the same process.
 */
final class GapCounts {
  private static final double PER_MILLISECOND = 10;

  private final long[] counts = new long[50_001];
  private long all;

  /**
   * Counts times.
   *
   * @param milliseconds five seconds stand for all that are longer
   */
  void add(List<Double> milliseconds) {
    for (double each : milliseconds) {
      counts[(int) Math.clamp(Math.round(each * PER_MILLISECOND), 0, counts.length - 1)]++;
      all++;
    }
  }

  long size() {
    return all;
  }

  /** Returns the time in milliseconds that so many percent do not exceed, 0 for no times. */
  double percentile(double percent) {
    long wanted = Math.max(1, (long) Math.ceil(percent / 100 * all));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return i / PER_MILLISECOND;
      }
    }
    return 0;
  }
}
