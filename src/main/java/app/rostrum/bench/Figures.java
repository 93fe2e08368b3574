package app.rostrum.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints figures as rows of a table: name, median, 95th percentile, count and aim. */
final class Figures {
  private final PrintStream out;

  private Figures(PrintStream out) {
    this.out = out;
  }

  /** Begins a table. */
  static Figures begin(PrintStream out) {
    out.printf("%-58s %10s %10s %6s  %s%n", "", "median", "p95", "n", "aim");
    return new Figures(out);
  }

  /** Goes on with a table that another process has begun on the same output. */
  static Figures goOn(PrintStream out) {
    return new Figures(out);
  }

  /**
   * Prints median and 95th percentile.
   *
   * @param values in milliseconds
   */
  void times(String what, List<Double> values, String aim) {
    if (values.isEmpty()) {
      row(what, "none", "", 0, aim);
      return;
    }
    row(
        what,
        "%.0f ms".formatted(percentile(values, 50)),
        "%.0f ms".formatted(percentile(values, 95)),
        values.size(),
        aim);
  }

  void row(String what, String median, String p95, int count, String aim) {
    out.println(
        String.format(
                Locale.ROOT,
                "%-58s %10s %10s %6s  %s",
                what,
                median,
                p95,
                count == 0 ? "" : String.valueOf(count),
                aim)
            .stripTrailing());
    out.flush();
  }

  static double percentile(List<Double> values, double percent) {
    var sorted = new ArrayList<>(values);
    sorted.sort(Double::compare);
    int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
  }
}
