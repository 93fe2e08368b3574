package app.rostrum.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The settings of a command beside its command line: each long option {@code --public-url} is the
 * key {@code public-url} of a file and the variable {@code ROSTRUM_PUBLIC_URL} of the environment.
 * An option beats the environment, and this the file. The file is that of {@code --config}, of
 * {@code ROSTRUM_CONFIG}, or the usual one if there is any.
 *
 * <p>Keys that no option has, and values that an option does not take, are errors with their place.
 * Confined to the thread that parses.
 */
public final class Settings implements IDefaultValueProvider {
  /** The usual file on a machine where the server is installed. */
  public static final Path USUAL_FILE = Path.of("/etc/rostrum/server.conf");

  /** The label of options whose values nobody must see. */
  public static final String SECRET = "SECRET";

  private static final String PREFIX = "ROSTRUM_";
  private static final String CONFIG = "config";

  /** Options that are about the command line itself, so that they stand nowhere else. */
  private static final Set<String> ON_COMMAND_LINE_ONLY =
      Set.of(CONFIG, "check-config", "help", "version");

  /** Variables that begin like ours, and what else reads them. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          // the script rostrum
          "ROSTRUM_AOT",
          "ROSTRUM_JAVA_OPTS",
          // the log of every command
          "ROSTRUM_LOG",
          // bots
          "ROSTRUM_PASSCODE",
          // programs that use the REST API
          "ROSTRUM_REST_URL");

  private record Setting(String value, String origin) {}

  private final Map<String, String> environment;
  private final Path usualFile;
  private final List<String> problems = new ArrayList<>();
  private @Nullable Map<String, Setting> found;
  private Optional<Path> file = Optional.empty();

  /** Creates the settings of this process. */
  public Settings() {
    this(System.getenv(), USUAL_FILE);
  }

  /** Creates the settings of an environment and a machine. */
  public Settings(Map<String, String> environment, Path usualFile) {
    this.environment = environment;
    this.usualFile = usualFile;
  }

  /** Returns the settings of a command that was declared with them. */
  public static Settings of(CommandSpec command) {
    return (Settings) command.defaultValueProvider();
  }

  /** Returns settings that are read again from the same places. */
  public Settings again() {
    return new Settings(environment, usualFile);
  }

  /** Returns the keys that a command has in files, with its options. */
  public static Map<String, OptionSpec> options(CommandSpec command) {
    var options = new LinkedHashMap<String, OptionSpec>();
    for (OptionSpec option : command.options()) {
      String key = key(option);
      if (!ON_COMMAND_LINE_ONLY.contains(key)) {
        options.put(key, option);
      }
    }
    return options;
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    Setting setting = read(argument.command()).get(key(option));
    // Otherwise picocli would read ${…} in a value as a variable.
    return setting == null ? null : setting.value().replace("$", "$$");
  }

  /**
   * Throws if anything is wrong with the settings. The command calls this first: picocli asks for
   * defaults before it knows which file to read, and for those of a command that only helps.
   *
   * @throws SettingsException with all that is wrong
   */
  public void verify(CommandSpec command) {
    var unused = read(command);
    if (!problems.isEmpty()) {
      throw new SettingsException(command.commandLine(), problems);
    }
  }

  /** Reads all places, unless that has been done. */
  private Map<String, Setting> read(CommandSpec command) {
    Optional<Path> chosen = chosenFile(command);
    if (found == null || !chosen.equals(file)) {
      file = chosen;
      problems.clear();
      var settings = new TreeMap<String, Setting>();
      try {
        readFile(command, settings);
      } catch (IOException e) {
        problems.add(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      }
      readEnvironment(command, settings);
      dropWrong(command, settings);
      found = settings;
    }
    return found;
  }

  private void readFile(CommandSpec command, Map<String, Setting> settings) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    var read = new SettingsFile(file.get());
    Set<String> keys = options(command).keySet();
    read.read(problems)
        .forEach(
            (key, entry) -> {
              String place = read.place(entry.line());
              if (keys.contains(key)) {
                settings.put(key, new Setting(entry.value(), place));
              } else {
                problems.add(unknown(place, key, Nearest.to(key, keys)));
              }
            });
  }

  private Optional<Path> chosenFile(CommandSpec command) {
    OptionSpec option = command.findOption(CONFIG);
    if (option != null && option.getValue() instanceof Path path) {
      return Optional.of(path);
    }
    String named = environment.getOrDefault(variable(CONFIG), "");
    return named.isEmpty()
        ? Optional.of(usualFile).filter(Files::exists)
        : Optional.of(Path.of(named));
  }

  private void readEnvironment(CommandSpec command, Map<String, Setting> settings) {
    Map<String, String> keys =
        options(command).keySet().stream()
            .collect(Collectors.toMap(Settings::variable, key -> key));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!name.startsWith(PREFIX)
                  || OF_OTHERS.contains(name)
                  || name.equals(variable(CONFIG))) {
                return;
              }
              String key = keys.get(name);
              if (key == null) {
                problems.add(unknown("the environment", name, Nearest.to(name, keys.keySet())));
              } else if (!value.isEmpty()) {
                settings.put(key, new Setting(value, name));
              }
            });
  }

  private static String unknown(String place, String key, Optional<String> nearest) {
    return "%s: there is no setting %s%s"
        .formatted(place, key, nearest.map("; did you mean %s?"::formatted).orElse(""));
  }

  /** Tries each value alone, because picocli does not know where it comes from. */
  private void dropWrong(CommandSpec command, Map<String, Setting> settings) {
    if (settings.isEmpty()) {
      return;
    }
    var trial = new CommandLine(command.userObject().getClass());
    trial.setDefaultValueProvider(option -> null);
    trial.setCaseInsensitiveEnumValuesAllowed(
        command.commandLine().isCaseInsensitiveEnumValuesAllowed());
    settings
        .entrySet()
        .removeIf(
            entry -> {
              Setting setting = entry.getValue();
              try {
                var unused = trial.parseArgs("--" + entry.getKey() + "=" + setting.value());
                return false;
              } catch (ParameterException e) {
                problems.add(setting.origin() + ": " + e.getMessage());
                return true;
              }
            });
  }

  /**
   * Returns an error that the command itself has found, with the place of the setting that its
   * message begins with.
   */
  public ParameterException placed(ParameterException error) {
    String option = Objects.requireNonNullElse(error.getMessage(), "").split("\\s", 2)[0];
    Setting setting = found == null ? null : found.get(option.replaceFirst("^--", ""));
    CommandLine line = error.getCommandLine();
    return setting == null || isOnCommandLine(line.getCommandSpec(), option)
        ? error
        : new SettingsException(line, List.of(setting.origin() + ": " + error.getMessage()));
  }

  private static boolean isOnCommandLine(CommandSpec command, String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Returns the keys whose values differ between two parsed commands of the same kind. */
  public static List<String> changed(CommandSpec before, CommandSpec after) {
    Map<String, OptionSpec> next = options(after);
    var keys = new ArrayList<String>();
    options(before)
        .forEach(
            (key, option) -> {
              OptionSpec other = next.get(key);
              if (other == null || !Objects.equals(option.getValue(), other.getValue())) {
                keys.add(key);
              }
            });
    return keys;
  }

  /** Returns what holds after parsing and where it comes from, a line for each setting. */
  public List<String> summary(CommandSpec command) {
    var lines = new ArrayList<String>();
    lines.add(file.map(path -> path + " is read.").orElse("No file is read."));
    lines.add("");
    options(command)
        .forEach(
            (key, option) -> {
              Setting setting = found == null ? null : found.get(key);
              String origin =
                  isOnCommandLine(command, option.longestName())
                      ? "option"
                      : setting == null ? "default" : setting.origin();
              lines.add("  %-18s %-28s %s".formatted(key, shown(option), origin));
            });
    return lines;
  }

  private static String shown(OptionSpec option) {
    Object value = option.getValue();
    if (value == null || (value instanceof List<?> list && list.isEmpty())) {
      return "-";
    }
    if (option.paramLabel().equals(SECRET)) {
      return "(set)";
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value);
  }
}
