package app.rostrum.bench;

import app.rostrum.cli.Displays;
import app.rostrum.cli.Pause;
import app.rostrum.demo.Showcase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.scene.input.KeyCode;

/**
 * Measures the app's window in a process of its own: the host of a crowded stream, then a listener
 * of a calm one. It draws in memory, which costs more than a graphics card does; there is no
 * network and no sound, which cost something besides.
 */
final class WindowLoad {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration CALM = Duration.ofSeconds(20);
  private static final int ROUNDS = 7;
  private static final int EVENTS = 100;
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(70);

  /** The fewest and the most looks at the memory, one a minute between. */
  private static final int FEWEST_SAMPLES = 12;

  private static final int MOST_SAMPLES = 60;

  /** The part of the looks, at the beginning, in which caches fill. */
  private static final int SETTLING = 4;

  /** The growth of memory that counts as none, in MiB an hour. */
  private static final double NO_GROWTH = 10;

  private final Figures figures;
  private final DrivenWindow window;
  private final Map<String, List<Double>> openings = new LinkedHashMap<>();
  private final Map<String, List<Double>> computing = new LinkedHashMap<>();

  private WindowLoad(Figures figures, DrivenWindow window) {
    this.figures = figures;
    this.window = window;
  }

  /** Runs in the process that measures; the other one prints the rows. */
  static void measure(String mainClass, int minutes) throws IOException, InterruptedException {
    Process app =
        ChildProcess.startApp(
            mainClass,
            List.of(),
            ProcessBuilder.Redirect.INHERIT,
            "bench",
            "--window",
            "--minutes",
            String.valueOf(minutes));
    try {
      if (app.waitFor() != 0) {
        throw new IOException("the window that is measured has failed");
      }
    } finally {
      app.destroyForcibly();
    }
  }

  /** Runs in the process that is measured. */
  static int run(Figures figures, int minutes) throws IOException {
    Displays.useNone();
    try (var showcase = Showcase.begin();
        var window = showcase.open("bench", CrowdedServices.create(), 0, 0)) {
      window.type("name", "Hanna");
      window.await("continue");
      new WindowLoad(figures, new DrivenWindow(window)).run(minutes);
    }
    return 0;
  }

  private void run(int minutes) throws IOException {
    window.startPulses();
    open("lobby", window.press("host-here", "lobby-screen"));
    for (int round = 0; round < ROUNDS; round++) {
      if (round > 0) {
        leaveCrowd();
      }
      openAll();
    }
    openings.forEach(
        (screen, times) ->
            figures.row(
                "  %s (median, longest)".formatted(screen),
                "%.0f ms".formatted(Figures.percentile(times, 50)),
                "%.0f ms".formatted(Collections.max(times)),
                times.size(),
                "<= 100 ms (the UI thread computed %.0f)"
                    .formatted(
                        Figures.percentile(computing.getOrDefault(screen, List.of(0.0)), 50))));
    crowd(minutes);
    leaveCrowd();
    listen(CrowdedServices.SILENT, "a listener's window while nobody speaks", "", "");
    window.startPulses();
    window.press("leave", "lobby-screen");
    listen(CrowdedServices.CALM, "a listener's window while one speaks", "<= 3 %", "<= 1 %");
  }

  private void leaveCrowd() {
    window.press("leave", "confirm-end");
    open("lobby", window.press("confirm-end", "lobby-screen"));
  }

  private void openAll() {
    open("new stream", window.press("create-stream", "create-dialog"));
    window.focus("stream-name");
    window.type("stream-name", "C");
    open("a stream with 10,000 listeners", window.press("create-and-join", "mic"));
    open("everybody in it", window.press("people", "people-list"));
    window.pressAway("close-people", "people-list");
    open("chat", window.press("chat", "chat-list"));
    window.pressAway("close-chat", "chat-list");
    open("settings", window.shortcut(KeyCode.COMMA, "settings-dialog"));
    window.pressAway("close-settings", "settings-dialog");
    open("invitation", window.press("share", "share-dialog"));
    window.pressAway("close-share", "share-dialog");
    open("compact form", window.press("make-compact", "compact"));
    window.press("compact-expand", "mic");
  }

  private void open(String screen, double time) {
    openings.computeIfAbsent(screen, s -> new ArrayList<>()).add(time);
    computing.computeIfAbsent(screen, s -> new ArrayList<>()).add(window.computed());
  }

  /** Measures the host's window with 10,000 listeners, 100 changes a second and 20 voices. */
  private void crowd(int minutes) throws IOException {
    window.press("people", "people-list");
    Pause.of(WARM_UP);
    var hours = new ArrayList<Double>();
    var heaps = new ArrayList<Double>();
    var residents = new ArrayList<Double>();
    var gaps = new GapCounts();
    int samples = Math.clamp(minutes, FEWEST_SAMPLES, MOST_SAMPLES);
    Duration between = Duration.ofMinutes(minutes).dividedBy(samples);
    double cpu = 0;
    double seconds = 0;
    for (int i = 0; i <= samples; i++) {
      hours.add(seconds / 3600);
      heaps.add(LiveHeap.settledMebibytes());
      residents.add(ChildProcess.residentMebibytes(ProcessHandle.current().pid()));
      if (i < samples) {
        window.takeGaps();
        double cpuBefore = cpuSeconds();
        long begun = System.nanoTime();
        Pause.of(between);
        cpu += cpuSeconds() - cpuBefore;
        seconds += (System.nanoTime() - begun) / 1e9;
        gaps.add(window.takeGaps());
      }
    }
    figures.row(
        "a host's window, 10,000 listeners, 100 changes/s, 20 voices",
        "%.0f/s".formatted(gaps.size() / seconds),
        "",
        (int) gaps.size(),
        "60 pulses/s");
    figures.row(
        "  time between pulses (median, p99)",
        "%.0f ms".formatted(gaps.percentile(50)),
        "%.0f ms".formatted(gaps.percentile(99)),
        (int) gaps.size(),
        "p99 <= 34 ms");
    share("  share of a core", cpu / seconds, "<= 60 %");
    reactions();
    memory("  heap in use", hours, heaps, "");
    memory("  resident memory", hours, residents, "<= 300 MiB, ");
    figures.row(
        "  load average of the machine meanwhile",
        "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
        "",
        0,
        "");
  }

  private void reactions() {
    figures.times("  turning the wheel over everybody", events(() -> wheel()), "p95 <= 50 ms");
    window.focus("search-people");
    figures.times(
        "  typing, to search everybody",
        events(() -> window.type("search-people", "l")),
        "p95 <= 50 ms");
    window.press("chat", "chat-list");
    window.focus("chat-input");
    figures.times(
        "  typing in the chat", events(() -> window.type("chat-input", "l")), "p95 <= 50 ms");
    figures.times(
        "  turning the wheel over the chat",
        events(() -> window.scroll("chat-list", 120)),
        "p95 <= 50 ms");
    window.press("people", "people-list");
  }

  private double wheel() {
    return window.scroll("people-list", -120);
  }

  private static List<Double> events(Supplier<Double> event) {
    var times = new ArrayList<Double>();
    for (int i = 0; i < EVENTS; i++) {
      times.add(event.get());
      Pause.of(BETWEEN_EVENTS);
    }
    return times;
  }

  private void memory(String what, List<Double> hours, List<Double> mebibytes, String aim) {
    int from = hours.size() / SETTLING;
    Trend trend =
        Trend.of(hours.subList(from, hours.size()), mebibytes.subList(from, mebibytes.size()));
    figures.row(
        what + " (at the end, most)",
        "%.0f MiB".formatted(mebibytes.getLast()),
        "%.0f MiB".formatted(Collections.max(mebibytes)),
        mebibytes.size(),
        aim
            + "no trend (%s: %+.1f ± %.1f MiB an hour)"
                .formatted(trend.verdict(NO_GROWTH), trend.slope(), trend.band()));
  }

  /** Measures a listener's window, seen and hidden, which draws only what changes. */
  private void listen(String stream, String what, String aim, String aimWhenHidden) {
    window.press("join-listen-" + stream, "hand");
    window.stopPulses();
    Pause.of(WARM_UP);
    share(what, shareOfCore(), aim);
    window.hide(true);
    Pause.of(Duration.ofSeconds(2));
    share("  hidden", shareOfCore(), aimWhenHidden);
    window.hide(false);
  }

  private static double shareOfCore() {
    double before = cpuSeconds();
    Pause.of(CALM);
    return (cpuSeconds() - before) / CALM.toSeconds();
  }

  private void share(String what, double share, String aim) {
    figures.row(what, "%.1f %%".formatted(share * 100), "", 0, aim);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L)
        / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
