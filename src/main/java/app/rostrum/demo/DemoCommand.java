package app.rostrum.demo;

import app.rostrum.cli.Displays;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rostrum demo}: a whole event on this machine. */
@Command(
    name = "demo",
    description = {
      "Plays a whole event in about a minute: a host, speakers with synthetic voices, listeners who"
          + " raise hands.",
      "With a display it shows the real windows; without one it works all the same.",
      "Leaves pictures of the screens and a recording of what a listener heard, and measures who is"
          + " heard when.",
      ""
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where pictures and recording go. Default: demo-output.")
  Path output = Path.of("demo-output");

  @Option(
      names = "--no-display",
      description = "Draw the windows without a display even if there is one.")
  boolean noDisplay;

  @Override
  public Integer call() throws Exception {
    boolean headless = noDisplay || Displays.absent();
    if (headless) {
      Displays.useNone();
    }
    PrintStream out = System.out;
    out.println(
        headless
            ? "No display: the windows are drawn where nobody sees them; look at the pictures."
            : "Two windows open: the host's and a listener's.");
    try (var event = new DemoEvent(output, out)) {
      return event.play() ? 0 : 1;
    }
  }
}
