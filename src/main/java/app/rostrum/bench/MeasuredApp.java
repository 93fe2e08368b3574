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
import java.util.List;
import java.util.Map;

/**
 * Measures the app as a process of its own: the time until its first screen can be used, and its
 * memory while it hosts an idle event. It draws in memory, so it needs no display.
 */
final class MeasuredApp {
  private static final int STARTS = 5;
  private static final long SETTLE_SECONDS = 10;
  private static final int LARGEST_PARTS = 8;
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
  private interface Measurement<T> {
    T of(Process app) throws IOException;
  }

  /** Runs in the process that measures. */
  static void measure(Figures figures, String mainClass) throws IOException {
    boolean cached = ChildProcess.hasCache();
    var starts = new ArrayList<Double>();
    var plain = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      measured(
          mainClass,
          List.of(),
          USABLE,
          app -> {
            starts.add((System.nanoTime() - begun) / 1e6);
            return cpu.add(cpuSeconds(app));
          });
      if (cached) {
        measured(mainClass, ChildProcess.NO_CACHE, USABLE, app -> plain.add(cpuSeconds(app)));
      }
    }
    figures.times("start of the app to a usable window (drawn in memory)", starts, "");
    double median = Figures.percentile(cpu, 50);
    figures.row("  processor time until then", "%.2f s".formatted(median), "", STARTS, "");
    if (cached) {
      double without = Figures.percentile(plain, 50);
      figures.row(
          "  the same without the AOT cache; the share that is left with it",
          "%.2f s".formatted(without),
          "%.2f".formatted(median / without),
          STARTS,
          "<= 0.45");
    }
    double resident =
        measured(
            mainClass,
            List.of(),
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
        "<= 220 MiB");
    measured(
        mainClass,
        List.of(MemoryParts.TRACKING),
        IDLE,
        app -> {
          Pause.of(Duration.ofSeconds(SETTLE_SECONDS));
          parts(figures, "  committed by the JVM", MemoryParts.committed(app.pid()));
          parts(figures, "  resident, by file", MemoryParts.resident(app.pid()));
          return true;
        });
  }

  private static void parts(Figures figures, String what, Map<String, Double> parts) {
    MemoryParts.words(parts, LARGEST_PARTS)
        .ifPresent(words -> figures.row(what + " (MiB): " + words, "", "", 0, ""));
  }

  private static double cpuSeconds(Process app) {
    return app.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
  }

  private static <T> T measured(
      String mainClass, List<String> flags, String word, Measurement<T> measurement)
      throws IOException {
    try (var folder = TemporaryFolder.create("rostrum-bench-app")) {
      Process app =
          ChildProcess.startApp(
              mainClass,
              flags,
              ProcessBuilder.Redirect.PIPE,
              "bench",
              "--app",
              folder.path().toString());
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
