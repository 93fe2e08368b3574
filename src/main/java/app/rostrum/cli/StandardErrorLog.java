package app.rostrum.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.jspecify.annotations.Nullable;

/**
 * The log as it begins: lines of text on standard error, of warnings and worse unless {@code
 * ROSTRUM_LOG} in the environment or the system property {@code rostrum.log} names another level.
 * Logback finds it as a service. A file in XML would be read at each start, by a parser that
 * nothing else needs.
 */
public final class StandardErrorLog extends ContextAwareBase implements Configurator {
  /** The appender's name. */
  static final String CONSOLE = "STDERR";

  /** Line breaks and escapes that others have sent stay out of the terminal. */
  private static final String LINE =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %logger{24} %replace(%msg){'\\p{Cntrl}+', '"
          + " '}%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern(LINE);
    lines.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setName(CONSOLE);
    console.setTarget("System.err");
    console.setEncoder(lines);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level(System.getProperty("rostrum.log", System.getenv("ROSTRUM_LOG"))));
    root.addAppender(console);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static Level level(@Nullable String name) {
    return Level.toLevel(name, Level.WARN);
  }
}
