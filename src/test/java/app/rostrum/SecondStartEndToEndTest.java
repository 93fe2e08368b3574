package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The app started again and again, each time in a process of its own. */
@Tag("e2e")
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SecondStartEndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LINK =
      "rostrum://join?url=http%3A%2F%2F127.0.0.1%3A1&passcode=12345678901234&stream=";

  @TempDir Path home;

  /** Returns what a start said, after its exit code. */
  private String second(String... arguments) throws IOException, InterruptedException {
    Process process =
        AppProcess.command(
                home,
                List.of("-Xlog:class+load:file=" + home.resolve("classes")),
                Rostrum.class,
                arguments)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private void shows(AppProcess app, String stream) {
    await(stream + " is shown")
        .atMost(SOON)
        .until(() -> app.text("#passcode").endsWith("&stream=" + stream));
  }

  @Test
  void itsLinkGoesToTheWindowThatIsOpenWhateverBecameOfThatOne() throws Exception {
    try (AppProcess app = AppProcess.ofCommand(home, LINK + "One")) {
      shows(app, "One");
      assertThat(second(LINK + "Two")).startsWith("0 ").contains("open already");
      shows(app, "Two");
      assertThat(home.resolve("classes"))
          .content()
          .contains("app.rostrum.app.RunningApp")
          .doesNotContain("javafx.", "ch.qos.logback", "org.slf4j");

      // Another profile is another person's, with a window of its own.
      try (AppProcess other = AppProcess.ofCommand(home, "--profile", "Grace", LINK + "Three")) {
        shows(other, "Three");
        assertThat(second("--profile=grace", LINK + "Four")).startsWith("0 ");
        shows(other, "Four");
        shows(app, "Two");
      }

      signal("STOP", app.pid());
      try {
        assertThat(second(LINK + "Five")).startsWith("1 ").contains("does not answer");
      } finally {
        signal("CONT", app.pid());
      }
      app.kill();
    }
    assertThat(Files.exists(home.resolve("rostrum/app.socket"))).isTrue();
    try (AppProcess next = AppProcess.ofCommand(home, LINK + "Six")) {
      shows(next, "Six");
    }
  }
}
