package app.rostrum.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code rostrum bench}: measures speed and size. */
@Command(
    name = "bench",
    description = {
      "Measures speed and size of all parts on this machine, over loopback, and prints the"
          + " figures.",
      "The sound is synthetic: real devices add their own delay. Takes about ten minutes.",
      ""
    })
public final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--listeners",
      paramLabel = "NUMBER",
      description = "The number of listeners of one mix (1 to 5000). Default: 1000.")
  int listeners = 1000;

  @Option(
      names = "--names",
      paramLabel = "NUMBER",
      description = "The number of names that join one stream (1 to 100000). Default: 2000.")
  int names = 2000;

  @Option(
      names = "--silent",
      paramLabel = "NUMBER",
      description =
          "The number of listeners of a stream in which nobody speaks (1 to 20000). Default: 1000.")
  int silent = 1000;

  @Option(
      names = "--streams",
      paramLabel = "NUMBER",
      description = "The number of streams that come and go (1 to 10000). Default: 300.")
  int streams = 300;

  @Option(
      names = "--seconds",
      paramLabel = "NUMBER",
      description = "The duration of the load on one mix in seconds (1 to 120). Default: 10.")
  int seconds = 10;

  @Option(
      names = "--minutes",
      paramLabel = "NUMBER",
      description =
          "The duration of the load on the app's window in minutes (1 to 600). Default: 1.")
  int minutes = 1;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measures these parts only: ${COMPLETION-CANDIDATES}. Default: all.")
  Set<Part> only = EnumSet.allOf(Part.class);

  /** A part that can be measured alone. */
  enum Part {
    EVENT,
    ROOM,
    SYNC,
    CHAT,
    IDLE,
    LOAD,
    STORM,
    SILENT,
    NAMES,
    STREAMS,
    APP,
    WINDOW
  }

  @Option(
      names = "--app",
      paramLabel = "FOLDER",
      hidden = true,
      description = "Runs the app whose start and memory are measured, with this folder.")
  @Nullable Path app;

  @Option(
      names = "--window",
      hidden = true,
      description = "Runs the window of the app that is measured.")
  boolean window;

  @Option(
      names = "--audience",
      hidden = true,
      description = "Runs an audience that is told on standard input what to do.")
  boolean audience;

  private final String mainClass;

  /**
   * @param mainClass the program's main class, to start it as a process that is measured from
   *     outside
   */
  public BenchCommand(String mainClass) {
    this.mainClass = mainClass;
  }

  @Override
  public Integer call() throws Exception {
    if (app != null) {
      return MeasuredApp.run(app);
    }
    if (window) {
      return WindowLoad.run(Figures.goOn(System.out), Math.clamp(minutes, 1, 600));
    }
    if (audience) {
      return AudienceProcess.run(System.in, System.out);
    }
    var figures = Figures.begin(System.out);
    for (Part part : Part.values()) {
      if (only.contains(part)) {
        measure(part, figures);
      }
    }
    return 0;
  }

  private void measure(Part part, Figures figures) throws Exception {
    switch (part) {
      case EVENT -> {
        try (var event = new EventTimes(figures)) {
          event.run();
        }
      }
      case ROOM -> FullStage.run(figures, 20, 15);
      case SYNC -> SyncFanOut.run(figures, 1000);
      case CHAT -> ChatLoad.run(figures, 200, 15);
      case IDLE -> {
        EmptyStreams.run(figures, 300);
        IdleConnections.run(figures, mainClass, 5000);
      }
      case LOAD ->
          MixLoad.run(figures, Math.clamp(listeners, 1, 5000), Math.clamp(seconds, 1, 120));
      case STORM -> {
        int joins = Math.clamp(listeners, 2, 5000);
        JoinStorm.run(figures, mainClass, joins / 2, joins);
      }
      case SILENT -> LargeAudience.run(figures, mainClass, Math.clamp(silent, 1, 20_000));
      case NAMES -> NameLoad.run(figures, Math.clamp(names, 1, 100_000));
      case STREAMS -> StreamTurnover.run(figures, Math.clamp(streams, 1, 10_000));
      case APP -> MeasuredApp.measure(figures, mainClass);
      case WINDOW -> WindowLoad.measure(mainClass, Math.clamp(minutes, 1, 600));
    }
  }
}
