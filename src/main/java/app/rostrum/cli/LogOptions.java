package app.rostrum.cli;

import ch.qos.logback.classic.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that say how it logs. */
public final class LogOptions {
  /** The levels that can be chosen. */
  enum Least {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** The forms of a log. */
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "The least that is logged, on standard error: error, warn, info or debug. From info on"
              + " there are names of people in it. Default: warn.")
  @Nullable Least level;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "text or json: lines with date and time, or a JSON object for each. Default: text.")
  Format format = Format.TEXT;

  private Optional<Level> before = Optional.empty();

  /** Logs in this way from now on. */
  public void apply() {
    before = Optional.of(Logs.level());
    use(before.get());
    if (format == Format.JSON) {
      Logs.json();
    }
  }

  /** Logs from the level of other options on; the form stays until the next start. */
  public void follow(LogOptions next) {
    next.use(before.orElseGet(Logs::level));
  }

  private void use(Level otherwise) {
    Logs.level(level == null ? otherwise : Level.toLevel(level.name()));
  }
}
