package app.rostrum.demo;

import app.rostrum.cli.Displays;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code rostrum demo}: plays a whole event on this machine. */
@Command(
    name = "demo",
    description = {
      "Plays a whole event in about a minute: a host, speakers with synthetic voices and"
          + " listeners.",
      "With a display it shows the real windows; without one it draws them in memory.",
      "It saves pictures of the screens and a listener's recording, and checks who is heard when.",
      ""
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "The folder for pictures and recording. Default: demo-output.")
  Path output = Path.of("demo-output");

  @Option(
      names = "--no-display",
      description = "Draws the windows in memory even if there is a display.")
  boolean noDisplay;

  @Option(
      names = "--film",
      description =
          "Also saves the frames of a film: how the listener comes on stage, in both windows.")
  boolean film;

  @Option(
      names = "--train",
      hidden = true,
      description = "Plays it in haste and unseen, to train the cache of loaded classes.")
  boolean train;

  @Override
  public Integer call() throws Exception {
    if (train) {
      return train();
    }
    boolean headless = noDisplay || Displays.absent();
    if (headless) {
      Displays.useNone();
    }
    PrintStream out = System.out;
    out.println(
        headless
            ? "No display: the windows are drawn in memory; the pictures show them."
            : "Two windows open: the host's and a listener's.");
    var manner = film ? DemoEvent.Manner.FILMED : DemoEvent.Manner.PICTURED;
    try (var event = new DemoEvent(output, manner, out)) {
      return event.play() ? 0 : 1;
    }
  }

  private int train() throws IOException {
    Displays.useNone();
    try (var event = new DemoEvent(output, DemoEvent.Manner.BRIEF, System.out)) {
      event.play();
    }
    return 0;
  }
}
