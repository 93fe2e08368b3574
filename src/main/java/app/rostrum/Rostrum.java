package app.rostrum;

import app.rostrum.about.Version;
import app.rostrum.admin.AdminCommand;
import app.rostrum.app.RunCommand;
import app.rostrum.bench.BenchCommand;
import app.rostrum.bot.BotCommand;
import app.rostrum.cli.FailureText;
import app.rostrum.cli.Logs;
import app.rostrum.cli.ManualCommand;
import app.rostrum.cli.Program;
import app.rostrum.cli.SettingsException;
import app.rostrum.demo.DemoCommand;
import app.rostrum.doctor.DoctorCommand;
import app.rostrum.host.ServeCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The entry point: the desktop app without arguments, a command with them. */
@Command(
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[LINK | COMMAND]",
    description = {
      "Live audio rooms: a host opens a stream, a few people speak, many listen.",
      "",
      "Without a command the desktop app opens, with an invitation link at its stream. No account,"
          + " no server and no configuration are needed.",
      ""
    },
    footer = {"", "For the options of a command: ${ROOT-COMMAND-NAME} COMMAND --help"})
public final class Rostrum implements Callable<Integer> {
  private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

  /** The commands that need no desktop. */
  private static final Set<String> OF_SERVERS = Set.of("serve", "admin", "bot", "doctor", "manual");

  /** The names of the command that opens the app, which needs no log if it is open already. */
  private static final Set<String> OF_APP = Set.of("run", "join");

  /** The beginning of any URI (RFC 3986, section 3.1), which no option and no command has. */
  private static final Pattern LINK = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  /** The options that concern this command or all; the others open the app. */
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private final Program program;

  private Rostrum(Program program) {
    this.program = program;
  }

  private static Map<String, Supplier<Callable<Integer>>> commands() {
    var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
    commands.put("run", RunCommand::new);
    commands.put("demo", DemoCommand::new);
    commands.put("serve", ServeCommand::new);
    commands.put("admin", AdminCommand::new);
    commands.put("bot", BotCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("bench", () -> new BenchCommand(Rostrum.class.getName()));
    commands.put("manual", () -> new ManualCommand(() -> commandLine(Program.current())));
    return commands;
  }

  public static void main(String[] args) {
    var program = Program.current();
    String[] arguments = program.isServer() ? args : withCommand(args);
    if (arguments.length == 0 || !OF_APP.contains(arguments[0])) {
      Logs.includeJavaUtilLogging();
    }
    System.exit(commandLine(program, arguments).execute(arguments));
  }

  /**
   * Puts the command that opens the app before no arguments, before a link of any scheme, which may
   * come from a web page and is never read as an option, and before the app's options.
   */
  static String[] withCommand(String... args) {
    boolean opens =
        args.length == 0
            || LINK.matcher(args[0]).lookingAt()
            || (args[0].startsWith("-") && !OWN_OPTIONS.contains(args[0]));
    return opens ? Stream.concat(Stream.of("run"), Stream.of(args)).toArray(String[]::new) : args;
  }

  /**
   * Builds the command line for some arguments. Only the command that the first argument names is
   * created; all of them if it names none, for the overview and for suggestions.
   */
  static CommandLine commandLine(Program program, String... arguments) {
    List<String> named =
        Stream.of(arguments)
            .limit(1)
            .map(name -> OF_APP.contains(name) ? "run" : name)
            .filter(name -> offers(program, name))
            .toList();
    String version = "Rostrum " + Version.current();
    var line = new CommandLine(new Rostrum(program));
    COMMANDS.forEach(
        (name, command) -> {
          if (named.isEmpty() ? offers(program, name) : named.contains(name)) {
            var subcommand = new CommandLine(command.get());
            subcommand.getCommandSpec().mixinStandardHelpOptions(true).version(version);
            line.addSubcommand(name, subcommand);
          }
        });
    line.setCommandName(program.name());
    line.getCommandSpec().version(version);
    explain(program, line.getCommandSpec().usageMessage());
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // A name may begin with @, and nobody expects the arguments of a file in its place.
    line.setExpandAtFiles(false);
    IParameterExceptionHandler usual = line.getParameterExceptionHandler();
    line.setParameterExceptionHandler(
        (exception, given) -> {
          if (!(exception instanceof SettingsException)) {
            return usual.handleParseException(exception, given);
          }
          exception.getCommandLine().getErr().println(exception.getMessage());
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (exception, command, result) -> {
          command.getErr().println("rostrum: " + FailureText.of(exception));
          LoggerFactory.getLogger(Rostrum.class).info("the command failed", exception);
          return 1;
        });
    return line;
  }

  private static boolean offers(Program program, String command) {
    return COMMANDS.containsKey(command) && (!program.isServer() || OF_SERVERS.contains(command));
  }

  /** Says what is different of the source tree and of the package for servers. */
  private static void explain(Program program, UsageMessageSpec usage) {
    if (program.isServer()) {
      usage.synopsisSubcommandLabel("COMMAND");
      usage.description(
          "Live audio rooms: a host opens a stream, a few people speak, many listen.",
          "",
          "This is the server for them, and participants without a window.",
          "");
    }
    if (program.isSourceTree()) {
      usage.footer(
          Stream.concat(
                  Stream.of(
                      "",
                      "  package  Makes the packages to install, in target/packages.",
                      "  test     Runs the tests that CI runs; ./rostrum test unit runs a part of"
                          + " them."),
                  Stream.of(usage.footer()))
              .toArray(String[]::new));
    }
  }

  /** Opens the desktop app; without one, explains the commands. */
  @Override
  public Integer call() {
    if (program.isServer()) {
      CommandLine line = commandLine(program);
      line.usage(line.getErr());
      return line.getCommandSpec().exitCodeOnInvalidInput();
    }
    return commandLine(program, "run").execute("run");
  }
}
