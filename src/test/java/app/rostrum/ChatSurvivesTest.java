package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.testing.RostrumProcess;
import app.rostrum.testing.ServeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people chat while the backend is killed and restarted, in three processes. */
@Tag("e2e")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@NullUnmarked
class ChatSurvivesTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofSeconds(120);

  @TempDir Path folder;
  private ServeProcess server;
  private RostrumProcess hana;
  private RostrumProcess vera;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable process : new AutoCloseable[] {hana, vera, server}) {
      if (process != null) {
        process.close();
      }
    }
  }

  private RostrumProcess bot(String name, String role) throws Exception {
    return RostrumProcess.start(
        "chat-" + name,
        "bot",
        "--json",
        "--seconds",
        "300",
        "--passcode",
        server.passcode(),
        "--stream",
        "Chat",
        "--name",
        name,
        "--as",
        role,
        "--chat",
        name,
        "--chat-every",
        "0.3");
  }

  private static List<String> messages(RostrumProcess reader, String author) {
    return reader.events().stream()
        .filter(event -> event.get("event").getAsString().equals("message"))
        .filter(event -> event.get("from").getAsString().equals(author))
        .map(event -> event.get("text").getAsString())
        .toList();
  }

  /** Asserts that each number occurs once and in order, from the first one known. */
  private static void assertComplete(List<String> messages, String author) {
    String first = messages.getFirst();
    int from = Integer.parseInt(first.substring(author.length() + 1));
    assertThat(messages)
        .isEqualTo(
            IntStream.range(from, from + messages.size()).mapToObj(i -> author + " " + i).toList());
  }

  private void untilBothHaveRead(int count) {
    for (RostrumProcess reader : List.of(hana, vera)) {
      for (String author : List.of("Hana", "Vera")) {
        await(author + "'s messages")
            .atMost(HEALED)
            .until(() -> messages(reader, author).size() >= count);
      }
    }
  }

  @Test
  void everyMessageArrivesOnceAndInOrderAlthoughTheServerIsKilled() throws Exception {
    server = ServeProcess.start("chat-serve", folder.resolve("server"));
    hana = bot("Hana", "host");
    hana.await("chat", SOON, event -> event.get("access").getAsString().equals("OPEN"));
    vera = bot("Vera", "listener");
    untilBothHaveRead(10);

    server.kill();
    server.startAgain();
    int before = Math.max(messages(hana, "Hana").size(), messages(vera, "Vera").size());
    untilBothHaveRead(before + 30);

    for (RostrumProcess reader : List.of(hana, vera)) {
      assertComplete(messages(reader, "Hana"), "Hana");
      assertComplete(messages(reader, "Vera"), "Vera");
      assertThat(reader.events())
          .noneMatch(event -> event.get("event").getAsString().equals("message-failed"));
    }
  }
}
