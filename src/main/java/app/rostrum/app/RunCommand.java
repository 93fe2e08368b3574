package app.rostrum.app;

import app.rostrum.cli.Closer;
import app.rostrum.cli.Displays;
import app.rostrum.cli.Logs;
import app.rostrum.demo.DemoCommand;
import app.rostrum.desktop.Opening;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.desktop.services.Arrivals;
import app.rostrum.globalkeys.SessionKeys;
import app.rostrum.keychain.Keychains;
import app.rostrum.media.Processing;
import app.rostrum.notifications.SessionNotifications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
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
  /** The longest wait for an app that is open already. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The name by which desktops know the app. */
  static final String DESKTOP_FILE = "app.rostrum.Rostrum";

  private final BooleanSupplier displayAbsent;

  @Parameters(
      arity = "0..1",
      paramLabel = "LINK",
      description = "An invitation link, in quotes. The command in front of it may be left out.")
  @Nullable String link;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      converter = Profile.Converter.class,
      description = {
        "Opens a window of its own, with its own settings, name and passcode, log and hosting: for"
            + " another person on this machine. Without it, and with the same one, an app that is"
            + " open already is shown instead, and takes the link."
      })
  Profile profile = Profile.USUAL;

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
      Logs.includeJavaUtilLogging();
      System.out.println("There is no display, so the demo runs instead, which needs none.");
      return new DemoCommand().call();
    }
    return switch (Start.of(profile.sockets(), Optional.ofNullable(link), PATIENCE)) {
      case Start.First(Optional<RunningApp> running) -> run(running);
      case Start.HandedOver handed -> {
        spec.commandLine()
            .getOut()
            .println("Rostrum is open already: see its window. Another one needs --profile NAME.");
        yield 0;
      }
      case Start.Unanswered unanswered -> {
        spec.commandLine()
            .getErr()
            .println(
                "rostrum: Rostrum is open already, but it does not answer. End it and try again,"
                    + " or open another one with --profile NAME.");
        HungApp.tell();
        yield 1;
      }
    };
  }

  private int run(Optional<RunningApp> running) throws IOException {
    Logs.includeJavaUtilLogging();
    var arrivals = new Arrivals();
    var opening = new Opening(Optional.ofNullable(link), arrivals, profile.name());
    // The last to be closed, so that the next start does not find folders that are in use.
    try (var closer = new Closer()) {
      running.ifPresent(
          app -> {
            closer.add(app);
            app.answer(arrivals::arrive);
          });
      MacLinks.follow(arrivals);
      Optional<Path> log = LogFile.open(profile.state().resolve("logs"));
      if (running.isEmpty()) {
        LoggerFactory.getLogger(RunCommand.class)
            .warn("links will open other windows, because there is no place for a socket");
      }
      var services =
          closer.add(
              new AppServices(
                  data == null ? profile.data().resolve("host") : data,
                  profile.config(),
                  Processing.VOICE));
      var notifications = closer.add(SessionNotifications.ofSession("Rostrum", DESKTOP_FILE));
      var globalKeys = closer.add(SessionKeys.ofSession(DESKTOP_FILE));
      RostrumApp.launch(
          services.forDesktop(
              RostrumApp::exit,
              Keychains.ofDesktop(profile.keychain()),
              notifications,
              globalKeys,
              log),
          opening);
    }
    return 0;
  }
}
