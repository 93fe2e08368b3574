package app.rostrum.sdk.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualScheduler;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TypingIndicatorTest {
  private final ManualScheduler clock = new ManualScheduler();
  private final List<CompletableFuture<JsonObject>> sent = new ArrayList<>();
  private final TypingIndicator indicator =
      new TypingIndicator(
          () -> {
            var answer = new CompletableFuture<JsonObject>();
            sent.add(answer);
            return answer;
          },
          clock::nanoTime);

  private static JsonObject answer(int seconds) {
    var json = new JsonObject();
    json.addProperty("typing_timeout", seconds);
    return json;
  }

  @Test
  void keyPressesDuringAnIndicationSendNoSecondOne() {
    indicator.typing();
    clock.pass(Duration.ofMinutes(1));
    indicator.typing();
    assertThat(sent).hasSize(1);
  }

  @Test
  void anIndicationIsValidAsLongAsTheServiceSays() {
    indicator.typing();
    sent.getFirst().complete(answer(9));
    clock.pass(Duration.ofMillis(8999));
    indicator.typing();
    assertThat(sent).hasSize(1);
    clock.pass(Duration.ofMillis(1));
    indicator.typing();
    assertThat(sent).hasSize(2);
  }

  @Test
  void aFailedIndicationIsNotRepeatedAtEveryKeyPress() {
    indicator.typing();
    sent.getFirst().completeExceptionally(new ConversationsException(0, 0, "lost"));
    clock.pass(Duration.ofMillis(4999));
    indicator.typing();
    assertThat(sent).hasSize(1);
    clock.pass(Duration.ofMillis(1));
    indicator.typing();
    assertThat(sent).hasSize(2);
  }
}
