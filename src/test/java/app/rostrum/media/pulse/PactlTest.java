package app.rostrum.media.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class PactlTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static Process tool(String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script).start();
  }

  private static String answer(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theAnswerOfAToolThatEndsWellIsReturned() throws IOException {
    Process tool = tool("printf yes");
    assertThat(Pactl.within(LONG, tool, () -> answer(tool))).isEqualTo("yes");
  }

  @Test
  void aToolThatFailsIsAnError() throws IOException {
    Process tool = tool("exit 3");
    assertThatThrownBy(() -> Pactl.within(LONG, tool, () -> answer(tool)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aToolThatHangsIsEndedWhenItsTimeIsOver() throws IOException {
    Process tool = tool("exec sleep 1000");
    assertThatThrownBy(() -> Pactl.within(Duration.ofMillis(50), tool, () -> answer(tool)))
        .isInstanceOf(IOException.class);
    await().until(() -> !tool.isAlive());
  }

  @Test
  void aToolThatCannotBeTalkedToIsEnded() throws IOException {
    Process tool = tool("exec sleep 1000");
    assertThatThrownBy(
            () ->
                Pactl.within(
                    LONG,
                    tool,
                    () -> {
                      throw new IOException("refused on purpose");
                    }))
        .hasMessage("refused on purpose");
    await().until(() -> !tool.isAlive());
  }
}
