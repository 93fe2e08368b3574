package app.rostrum.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ChatWriterTest {
  private final List<String> sent = new CopyOnWriteArrayList<>();

  @Test
  void oneRoundHasNoNumber() {
    try (var writer = new ChatWriter(List.of("a", "b"), Duration.ZERO)) {
      writer.begin(sent::add);
    }
    assertThat(sent).containsExactly("a", "b");
  }

  @Test
  void roundsAreNumberedAndGoOnThoughOneFailsWithAnError() {
    try (var writer = new ChatWriter(List.of("a", "b"), Duration.ofMillis(5))) {
      writer.begin(
          text -> {
            sent.add(text);
            if (text.equals("a 1")) {
              throw new AssertionError("the chat does not take it");
            }
          });
      await().until(() -> sent.contains("b 3"));
    }
    assertThat(sent).startsWith("a 1", "a 2", "b 2", "a 3", "b 3");
  }
}
