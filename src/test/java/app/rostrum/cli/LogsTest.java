package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LogsTest {
  private static final Level USUAL = Logs.level();

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void restore() {
    Logs.level(USUAL);
  }

  private String line(Encoder<ILoggingEvent> encoder, String message, @Nullable Throwable failure) {
    var event =
        new LoggingEvent(
            "", context.getLogger("app.rostrum.web.Gate"), Level.WARN, message, failure, null);
    event.setInstant(Instant.parse("2026-11-27T10:00:00.5Z"));
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  private Encoder<ILoggingEvent> text() throws Exception {
    new ContextInitializer(context).autoConfig();
    if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR")
        instanceof OutputStreamAppender<ILoggingEvent> console) {
      return console.getEncoder();
    }
    throw new AssertionError("no console");
  }

  @Test
  void textHasADateAndKeepsEscapesOfOthersOut() throws Exception {
    assertThat(line(text(), "bad name \u001b[2J\nERROR forged", null))
        .matches(
            "2026-11-2\\dT\\d\\d:\\d\\d:00\\.500(Z|[+-]\\d\\d:\\d\\d) WARN  app.rostrum.web.Gate"
                + " bad name  \\[2J ERROR forged\n");
  }

  @Test
  void theFirstLevelIsThatOfTheSystemPropertyOrElseWarn() throws Exception {
    System.setProperty("rostrum.log", "debug");
    try {
      var unused = text();
    } finally {
      System.clearProperty("rostrum.log");
    }
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.DEBUG);
    assertThat(StandardErrorLog.level(null)).isEqualTo(Level.WARN);
    assertThat(StandardErrorLog.level("nonsense")).isEqualTo(Level.WARN);
  }

  @Test
  void jsonIsALineForEachRecordWithItsException() {
    String line = line(new JsonLog(), "one\ntwo \"three\"", new IllegalStateException("why"));
    assertThat(line).endsWith("}\n").hasLineCount(1);
    JsonObject record = JsonParser.parseString(line).getAsJsonObject();
    assertThat(record.get("level").getAsString()).isEqualTo("warn");
    assertThat(record.get("time").getAsString()).isEqualTo("2026-11-27T10:00:00.500Z");
    assertThat(record.get("logger").getAsString()).isEqualTo("app.rostrum.web.Gate");
    assertThat(record.get("message").getAsString()).isEqualTo("one\ntwo \"three\"");
    assertThat(record.get("exception").getAsString())
        .startsWith("java.lang.IllegalStateException: why");
  }

  @Test
  void librariesThatUseJavaUtilLoggingAreInTheSameLog() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var heard = new ListAppender<ILoggingEvent>();
    heard.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(heard);
    try {
      Logs.includeJavaUtilLogging();
      java.util.logging.Logger.getLogger("org.jitsi.srtp").warning("no libcrypto");
      assertThat(heard.list)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getLoggerName()).isEqualTo("org.jitsi.srtp");
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage()).isEqualTo("no libcrypto");
              });
    } finally {
      root.detachAppender(heard);
    }
  }

  @Command
  private static final class Logging {
    @Mixin final LogOptions logs = new LogOptions();
  }

  private static LogOptions options(String... arguments) {
    var command = new Logging();
    var unused =
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return command.logs;
  }

  @Test
  void theLevelFollowsTheSettingsAndGoesBackWhereThereIsNone() {
    Logs.level(Level.WARN);
    LogOptions logs = options("--log-level", "info");
    logs.apply();
    assertThat(Logs.level()).isEqualTo(Level.INFO);
    logs.follow(options("--log-level", "error"));
    assertThat(Logs.level()).isEqualTo(Level.ERROR);
    logs.follow(options());
    assertThat(Logs.level()).isEqualTo(Level.WARN);
  }
}
