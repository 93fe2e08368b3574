package app.rostrum.host;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds of metrics, made of figures that were counted elsewhere. */
final class Snapshots {
  private Snapshots() {}

  /**
   * Returns a constant fact.
   *
   * @param name without {@code _info}
   */
  static MetricSnapshot info(String name, String help, String label, String value) {
    return InfoSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of(label, value)).build())
        .build();
  }

  static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  /** Returns a gauge with a value for each word of a label. */
  static MetricSnapshot gauges(
      String name, String help, String label, Map<String, ? extends Number> values) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (word, value) ->
            gauge.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .value(value.doubleValue())
                    .labels(Labels.of(label, word))
                    .build()));
    return gauge.build();
  }

  /**
   * @param name without {@code _total}
   */
  static MetricSnapshot counter(String name, String help, double value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build())
        .build();
  }

  /**
   * Returns a counter with labels.
   *
   * @param name without {@code _total}
   * @param labels the names
   * @param counts by the values of all labels but the last, then by that of the last
   */
  static MetricSnapshot counters(
      String name,
      String help,
      List<String> labels,
      Map<List<String>, ? extends Map<String, Long>> counts) {
    var counter = CounterSnapshot.builder().name(name).help(help);
    counts.forEach(
        (first, lasts) ->
            lasts.forEach(
                (last, count) -> {
                  var values = new ArrayList<>(first);
                  values.add(last);
                  counter.dataPoint(
                      CounterSnapshot.CounterDataPointSnapshot.builder()
                          .value(count)
                          .labels(Labels.of(labels, values))
                          .build());
                }));
    return counter.build();
  }

  /**
   * @param bounds upper ones, in seconds; the last is infinite
   * @param counts up to each bound and above the one before
   */
  static MetricSnapshot histogram(
      String name, String help, double[] bounds, long[] counts, double sum) {
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum(sum)
                .build())
        .build();
  }
}
