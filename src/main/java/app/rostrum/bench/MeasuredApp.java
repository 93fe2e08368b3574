package app.rostrum.bench;

import app.rostrum.app.AppServices;
import app.rostrum.cli.Displays;
import app.rostrum.cli.Pause;
import app.rostrum.demo.Showcase;
import app.rostrum.files.TemporaryFolder;
import app.rostrum.media.Processing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Measures the app as a process of its own: the time until its first screen can be used, and its
 * memory while it hosts an idle event. It draws in memory, so it needs no display.
 */
final class MeasuredApp {
  private static final int STARTS = 5;
  private static final long SETTLE_SECONDS = 10;
  private static final String USABLE = "usable";
  private static final String IDLE = "idle";

  private MeasuredApp() {}

  /** Runs in the process that is measured. */
  static int run(Path data) throws Exception {
    Displays.useNone();
    try (var services = new AppServices(data, data, Processing.VOICE);
        var showcase = Showcase.begin();
        var window = showcase.open("bench", services.forDesktop(() -> {}), 0, 0)) {
      window.await("continue");
      say(USABLE);
      window.type("name", "Hanna");
      window.press("host-here");
      window.press("create-stream");
      window.type("stream-name", "Idle");
      window.press("create-and-join");
      window.await("mic");
      say(IDLE);
      Pause.of(Duration.ofSeconds(SETTLE_SECONDS + 20));
    }
    return 0;
  }

  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }

  /** Something to measure of the running app. */
  @FunctionalInterface
  private interface Measurement {
    double of(Process app) throws IOException;
  }

  /** Runs in the process that measures. */
  static void measure(Figures figures, String mainClass) throws IOException {
    var starts = new ArrayList<Double>();
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      starts.add(measured(mainClass, USABLE, app -> (System.nanoTime() - begun) / 1e6));
    }
    figures.times("start of the app to a usable window (drawn in memory)", starts, "");
    double resident =
        measured(
            mainClass,
            IDLE,
            app -> {
              Pause.of(Duration.ofSeconds(SETTLE_SECONDS));
              return ChildProcess.residentMebibytes(app.pid());
            });
    figures.row(
        "resident memory of the app, hosting an idle event",
        "%.0f MiB".formatted(resident),
        "",
        0,
        "");
  }

  private static double measured(String mainClass, String word, Measurement measurement)
      throws IOException {
    try (var folder = TemporaryFolder.create("rostrum-bench-app")) {
      Process app =
          ChildProcess.startApp(
              mainClass, ProcessBuilder.Redirect.PIPE, "bench", "--app", folder.path().toString());
      try {
        awaitLine(app, word);
        return measurement.of(app);
      } finally {
        app.destroyForcibly().onExit().join();
      }
    }
  }

  private static void awaitLine(Process process, String wanted) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(wanted)) {
        return;
      }
    }
    throw new IOException("the app ended before it said " + wanted);
  }
}
