package app.rostrum;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: the desktop app without arguments, a command with them. */
@Command(
    name = "rostrum",
    mixinStandardHelpOptions = true,
    version = "Rostrum 0.1.0",
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "Live audio rooms: a host opens a stream, a few people speak, many listen.",
      "",
      "Without a command the desktop app opens. No account, no server and no configuration are needed.",
      ""
    },
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      ServeCommand.class,
      BotCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "  test    Run the tests, the same that CI runs (./rostrum test --help tells the parts).",
      "",
      "Each command explains itself: rostrum COMMAND --help"
    })
public final class Rostrum implements Callable<Integer> {
  private Rostrum() {}

  /** Held, because a logger that nobody holds forgets its level. */
  private static final java.util.logging.Logger JITSI =
      java.util.logging.Logger.getLogger("org.jitsi");

  public static void main(String[] args) {
    JITSI.setLevel(java.util.logging.Level.WARNING);
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var commands = new CommandLine(new Rostrum());
    commands
        .getSubcommands()
        .values()
        .forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    commands.setUsageHelpAutoWidth(true);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler(
        (exception, command, result) -> {
          command.getErr().println("rostrum: " + exception.getMessage());
          org.slf4j.LoggerFactory.getLogger(Rostrum.class).info("the command failed", exception);
          return 1;
        });
    return commands;
  }

  @Override
  public Integer call() {
    return commandLine().execute("run");
  }
}
