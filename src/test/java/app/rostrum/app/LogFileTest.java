package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogFileTest {
  @TempDir Path folder;

  private static ch.qos.logback.classic.Logger root() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
  }

  @AfterEach
  void stop() {
    var appender = root().getAppender("file");
    if (appender != null) {
      root().detachAppender(appender);
      appender.stop();
    }
  }

  @Test
  void whatIsLoggedStandsInAFileOfTheOwners() throws IOException {
    Path logs = folder.resolve("logs");
    Path file = LogFile.open(logs).orElseThrow();
    LoggerFactory.getLogger(LogFileTest.class).warn("something went wrong");
    assertThat(Files.readString(file)).contains("something went wrong");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs)))
        .isEqualTo("rwx------");
  }

  @Test
  void aFolderThatCannotBeMadeIsNoReasonToEnd() throws IOException {
    Path obstacle = Files.writeString(folder.resolve("logs"), "");
    assertThat(LogFile.open(obstacle.resolve("deeper"))).isEmpty();
  }
}
