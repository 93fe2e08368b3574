package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cli.JsonLines;
import app.rostrum.files.PrivateFile;
import app.rostrum.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasscodeNoticeTest {
  private final ManualClock clock = new ManualClock(Instant.now());
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final JsonLines json = new JsonLines(out, clock, true);
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedHost host;

  @BeforeEach
  void start() throws IOException {
    host =
        EmbeddedHost.start(
            new EmbeddedHost.Options("127.0.0.1", 0, folder, Optional.empty(), false),
            clock,
            (name, fields) -> {});
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void renew() {
    clock.advance(Duration.ofDays(6));
    host.passcodes().renewIfDue();
  }

  private String printed() {
    String text = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return text;
  }

  @Test
  void programsReadEachPasscodeInALineOfItsOwn() throws IOException {
    try (var notice = new PasscodeNotice(host, out, json, null)) {
      host.passcodes().onRenewed(notice::renewed);
      notice.ready(Map.of());
      assertThat(printed())
          .contains("\"event\":\"ready\"", "\"url\":", "\"passcode\":\"" + host.passcode() + "\"");
      renew();
      assertThat(printed())
          .contains(
              "\"event\":\"passcode-renewed\"",
              "\"passcode\":\"" + host.passcode() + "\"",
              "\"expires\":\"" + host.passcodes().expires() + "\"",
              "passcode=" + host.passcode());
    }
  }

  @Test
  void peopleReadThePasscodeInGroups() throws IOException {
    try (var notice = new PasscodeNotice(host, out, null, null)) {
      host.passcodes().onRenewed(notice::renewed);
      notice.ready(Map.of());
      assertThat(printed()).contains("Rostrum is ready", host.passcode().substring(0, 3) + " ");
      renew();
      assertThat(printed()).contains("has been renewed", host.passcode().substring(0, 3) + " ");
    }
  }

  @Test
  void withAFileNothingPrintedHoldsThePasscodeAndTheFileIsForItsOwnerOnly() throws IOException {
    Path file = folder.resolve("run/passcode");
    for (JsonLines lines : new JsonLines[] {json, null}) {
      try (var notice = new PasscodeNotice(host, out, lines, new PrivateFile(file))) {
        host.passcodes().onRenewed(notice::renewed);
        notice.ready(Map.of());
        assertThat(file).hasContent(host.passcode());
        renew();
        assertThat(file).hasContent(host.passcode());
        assertThat(Files.getPosixFilePermissions(file))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(printed()).doesNotContain(host.passcode(), host.passcode().substring(10));
      }
      assertThat(folder.resolve("run")).isEmptyDirectory();
    }
  }

  @Test
  void aFileThatSomebodyElseWroteSinceStays() throws IOException {
    Path file = folder.resolve("passcode");
    try (var notice = new PasscodeNotice(host, out, json, new PrivateFile(file))) {
      notice.ready(Map.of());
      Files.writeString(file, "mine");
    }
    assertThat(file).hasContent("mine");
  }
}
