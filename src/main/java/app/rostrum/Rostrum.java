package app.rostrum;

import app.rostrum.about.Version;
import app.rostrum.app.RunCommand;
import app.rostrum.bench.BenchCommand;
import app.rostrum.bot.BotCommand;
import app.rostrum.cli.FailureText;
import app.rostrum.demo.DemoCommand;
import app.rostrum.host.ServeCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: the desktop app without arguments, a command with them. */
@Command(
    name = "rostrum",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "Live audio rooms: a host opens a stream, a few people speak, many listen.",
      "",
      "Without a command the desktop app opens. No account, no server and no configuration are"
          + " needed.",
      ""
    },
    footer = {
      "",
      "  test   Runs the tests that CI runs; ./rostrum test unit runs a part of them.",
      "",
      "For the options of a command: rostrum COMMAND --help"
    })
public final class Rostrum implements Callable<Integer> {
  private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

  /** Kept in a field, because a logger without a reference to it forgets its level. */
  private static final Logger JITSI = Logger.getLogger("org.jitsi");

  private Rostrum() {}

  private static Map<String, Supplier<Callable<Integer>>> commands() {
    var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
    commands.put("run", RunCommand::new);
    commands.put("demo", DemoCommand::new);
    commands.put("serve", ServeCommand::new);
    commands.put("bot", BotCommand::new);
    commands.put("bench", () -> new BenchCommand(Rostrum.class.getName()));
    return commands;
  }

  public static void main(String[] args) {
    JITSI.setLevel(Level.WARNING);
    String[] arguments = withCommand(args);
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** Puts the command that opens the app before no arguments and before an invitation link. */
  static String[] withCommand(String... args) {
    boolean opens = args.length == 0 || args[0].contains("://");
    return opens ? Stream.concat(Stream.of("run"), Stream.of(args)).toArray(String[]::new) : args;
  }

  /**
   * Builds the command line for some arguments. Only the command that the first argument names is
   * created; all of them if it names none, for the overview and for suggestions.
   */
  static CommandLine commandLine(String... arguments) {
    List<String> named =
        Stream.of(arguments)
            .limit(1)
            .map(name -> name.equals("join") ? "run" : name)
            .filter(COMMANDS::containsKey)
            .toList();
    String version = "Rostrum " + Version.current();
    var line = new CommandLine(new Rostrum());
    COMMANDS.forEach(
        (name, command) -> {
          if (named.isEmpty() || named.contains(name)) {
            var subcommand = new CommandLine(command.get());
            subcommand.getCommandSpec().mixinStandardHelpOptions(true).version(version);
            line.addSubcommand(name, subcommand);
          }
        });
    line.getCommandSpec().version(version);
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> {
          command.getErr().println("rostrum: " + FailureText.of(exception));
          LoggerFactory.getLogger(Rostrum.class).info("the command failed", exception);
          return 1;
        });
    return line;
  }

  /** Opens the desktop app. */
  @Override
  public Integer call() {
    return commandLine("run").execute("run");
  }
}
