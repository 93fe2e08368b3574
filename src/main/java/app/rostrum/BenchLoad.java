package app.rostrum;

/** One mix to many listeners. */
final class BenchLoad {
  private BenchLoad() {}

  static void run(BenchFigures figures, int listeners, int seconds) {
    figures.row("listeners of one mix", "not measured", "", listeners, String.valueOf(seconds));
  }
}
