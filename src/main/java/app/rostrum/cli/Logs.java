package app.rostrum.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of this process, which begins as a {@link StandardErrorLog}. */
public final class Logs {
  private Logs() {}

  /** Brings what libraries tell {@code java.util.logging} into this log. */
  public static void includeJavaUtilLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Returns the least that is logged. */
  static Level level() {
    return root().getLevel();
  }

  static void level(Level least) {
    root().setLevel(least);
  }

  /** Writes lines of JSON from now on, or does nothing where the log goes elsewhere. */
  static void json() {
    if (root().getAppender(StandardErrorLog.CONSOLE)
            instanceof OutputStreamAppender<ILoggingEvent> console
        && !(console.getEncoder() instanceof JsonLog)) {
      Encoder<ILoggingEvent> lines = new JsonLog();
      lines.setContext(root().getLoggerContext());
      lines.start();
      console.setEncoder(lines);
    }
  }

  private static Logger root() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
