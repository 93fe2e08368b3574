package app.rostrum.app;

import app.rostrum.files.OwnerOnly;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that the app's log is written to as well, in a folder of the owner's. */
final class LogFile {
  private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

  /** The size in bytes from which on a new file is begun; the one before is kept. */
  static final int LARGEST = 1024 * 1024;

  private LogFile() {}

  /**
   * Begins to write the log to a file, until the process ends.
   *
   * @return the file; empty if it cannot be written, which is not a reason to end
   */
  static Optional<Path> open(Path folder) {
    Path file = folder.resolve("rostrum.log");
    try {
      OwnerOnly.createFolder(folder);
      OwnerOnly.createFile(file);
    } catch (IOException e) {
      LOG.warn("the log goes to no file: {}", e.toString());
      return Optional.empty();
    }
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return Optional.empty();
    }
    appender(context, file).ifPresent(context.getLogger(Logger.ROOT_LOGGER_NAME)::addAppender);
    return Optional.of(file);
  }

  private static Optional<RollingFileAppender<ILoggingEvent>> appender(
      LoggerContext context, Path file) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{24} %msg%n");
    encoder.start();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    var rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(1);
    rolling.start();
    var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(LARGEST));
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender.isStarted() ? Optional.of(appender) : Optional.empty();
  }
}
