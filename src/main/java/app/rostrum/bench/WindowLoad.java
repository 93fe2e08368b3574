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

  /** The number of looks at the memory. */
  private static final int SAMPLES = 12;

  private static final double MEBIBYTE = 1 << 20;

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
    var times = new ArrayList<Double>();
    var heaps = new ArrayList<Double>();
    var residents = new ArrayList<Double>();
    var gaps = new ArrayList<Double>();
    Duration between = Duration.ofMinutes(minutes).dividedBy(SAMPLES);
    double cpu = 0;
    double seconds = 0;
    for (int i = 0; i <= SAMPLES; i++) {
      times.add(seconds / 60);
      heaps.add(heapMebibytes());
      residents.add(ChildProcess.residentMebibytes(ProcessHandle.current().pid()));
      if (i < SAMPLES) {
        window.takeGaps();
        double cpuBefore = cpuSeconds();
        long begun = System.nanoTime();
        Pause.of(between);
        cpu += cpuSeconds() - cpuBefore;
        seconds += (System.nanoTime() - begun) / 1e9;
        gaps.addAll(window.takeGaps());
      }
    }
    figures.row(
        "a host's window, 10,000 listeners, 100 changes/s, 20 voices",
        "%.0f/s".formatted(gaps.size() / seconds),
        "",
        gaps.size(),
        "60 pulses/s");
    figures.row(
        "  time between pulses (median, p99)",
        "%.0f ms".formatted(Figures.percentile(gaps, 50)),
        "%.0f ms".formatted(Figures.percentile(gaps, 99)),
        gaps.size(),
        "p99 <= 34 ms");
    share("  share of a core", cpu / seconds, "<= 60 %");
    reactions();
    memory("  heap in use", times, heaps, "");
    memory("  resident memory", times, residents, "<= 300 MiB, no trend");
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

  private void memory(String what, List<Double> minutes, List<Double> mebibytes, String aim) {
    figures.row(
        what + " (at the end; growth a minute)",
        "%.0f MiB".formatted(mebibytes.getLast()),
        "%+.2f MiB".formatted(Trend.slope(minutes, mebibytes)),
        mebibytes.size(),
        aim);
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

  private static double heapMebibytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE;
  }
}
