package app.rostrum.bench;

import java.util.List;

/** The slope of measurements over time, by least squares. */
final class Trend {
  private Trend() {}

  /**
   * Returns the growth for each unit of time.
   *
   * @return NaN for fewer than two different times
   */
  static double slope(List<Double> times, List<Double> values) {
    double time = times.stream().mapToDouble(t -> t).average().orElse(Double.NaN);
    double value = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    double together = 0;
    double alone = 0;
    for (int i = 0; i < times.size(); i++) {
      double from = times.get(i) - time;
      together += from * (values.get(i) - value);
      alone += from * from;
    }
    return together / alone;
  }
}
