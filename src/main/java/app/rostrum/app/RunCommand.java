package app.rostrum.app;

import app.rostrum.cli.Displays;
import app.rostrum.cli.UserFolders;
import app.rostrum.demo.DemoCommand;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.media.Processing;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code rostrum run}: opens the desktop app. */
@Command(
    name = "run",
    description = {"Opens the desktop app, as does no command at all.", ""})
public final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address on which \"Host on this computer\" listens. Default: 0.0.0.0, so that people"
              + " on this network can join; 127.0.0.1 limits it to this machine.")
  String host = "0.0.0.0";

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The folder for the app's state. Default: a folder of this user.")
  @Nullable Path data;

  @Override
  public Integer call() throws Exception {
    if (Displays.absent()) {
      System.out.println("There is no display, so the demo runs instead, which needs none.");
      return new DemoCommand().call();
    }
    try (var services =
        new AppServices(
            host,
            data == null ? UserFolders.data().resolve("host") : data,
            UserFolders.config(),
            Processing.VOICE)) {
      RostrumApp.launch(services.forDesktop(RostrumApp::exit));
    }
    return 0;
  }
}
