package app.rostrum.bench;

import java.util.List;

/**
 * The growth of measurements over time, by least squares, with the band in which it lies by 95 %.
 * Measurements that follow their predecessors tell less than independent ones; the band is as much
 * wider.
 *
 * @param slope the growth for each unit of time, NaN for fewer than two different times
 * @param band half the width of the band, infinite for fewer than five measurements
 */
record Trend(double slope, double band) {
  private static final int FEWEST = 5;

  /** The likeness of neighbours at which the band is widest, four times. */
  private static final double MOST_ALIKE = 15 / 17.0;

  static Trend of(List<Double> times, List<Double> values) {
    double time = times.stream().mapToDouble(t -> t).average().orElse(Double.NaN);
    double value = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double together = 0;
    double alone = 0;
    for (int i = 0; i < times.size(); i++) {
      double from = times.get(i) - time;
      together += from * (values.get(i) - value);
      alone += from * from;
    }
    double slope = together / alone;
    if (times.size() < FEWEST || alone == 0) {
      return new Trend(slope, Double.POSITIVE_INFINITY);
    }
    var left = new double[times.size()];
    for (int i = 0; i < left.length; i++) {
      left[i] = values.get(i) - value - slope * (times.get(i) - time);
    }
    int freedom = left.length - 2;
    double squares = 0;
    double neighbours = 0;
    for (int i = 0; i < left.length; i++) {
      squares += left[i] * left[i];
      neighbours += i == 0 ? 0 : left[i] * left[i - 1];
    }
    double alike = squares == 0 ? 0 : Math.clamp(neighbours / squares, 0, MOST_ALIKE);
    double error = Math.sqrt(squares / freedom / alone * (1 + alike) / (1 - alike));
    return new Trend(slope, student(freedom) * error);
  }

  /** Approximates Student's t for 95 % by the expansion of Cornish and Fisher. */
  private static double student(int freedom) {
    return 1.96 + 2.372 / freedom + 2.822 / freedom / freedom;
  }

  /**
   * Judges the growth.
   *
   * @param most the growth that does not matter
   */
  String verdict(double most) {
    if (slope + band <= most) {
      return "no trend";
    }
    return slope - band > 0 ? "grows" : "undecided";
  }
}
