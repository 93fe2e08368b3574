package app.rostrum.app;

import app.rostrum.cli.Displays;
import app.rostrum.cli.UserFolders;
import app.rostrum.demo.DemoCommand;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.keychain.SecretServiceKeychain;
import app.rostrum.media.Processing;
import app.rostrum.notifications.SessionNotifications;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code rostrum run}: opens the desktop app. */
@Command(
    name = "run",
    aliases = "join",
    description = {
      "Opens the desktop app, as does no command at all; with an invitation link, at its stream.",
      ""
    })
public final class RunCommand implements Callable<Integer> {
  private final BooleanSupplier displayAbsent;

  @Parameters(
      arity = "0..1",
      paramLabel = "LINK",
      description = "An invitation link, in quotes. The command in front of it may be left out.")
  @Nullable String link;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The folder for the app's state. Default: a folder of this user.")
  @Nullable Path data;

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  CommandSpec spec;

  public RunCommand() {
    this(Displays::absent);
  }

  RunCommand(BooleanSupplier displayAbsent) {
    this.displayAbsent = displayAbsent;
  }

  @Override
  public Integer call() throws Exception {
    boolean noDisplay = displayAbsent.getAsBoolean();
    if (noDisplay && link != null) {
      spec.commandLine()
          .getErr()
          .println(
              "rostrum: There is no display, so the invitation cannot be opened here. Open it in a"
                  + " desktop session.");
      return 1;
    }
    if (noDisplay) {
      System.out.println("There is no display, so the demo runs instead, which needs none.");
      return new DemoCommand().call();
    }
    try (var services =
            new AppServices(
                data == null ? UserFolders.data().resolve("host") : data,
                UserFolders.config(),
                Processing.VOICE);
        var notifications = SessionNotifications.ofSession("Rostrum")) {
      RostrumApp.launch(
          services.forDesktop(
              RostrumApp::exit,
              SecretServiceKeychain.ofSession("rostrum"),
              notifications,
              LogFile.open(UserFolders.state().resolve("logs"))),
          Optional.ofNullable(link));
    }
    return 0;
  }
}
