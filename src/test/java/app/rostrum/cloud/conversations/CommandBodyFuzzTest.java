package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Refusal;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/**
 * Fuzzes bodies of commands: only refusals are thrown, and accepted messages are stored unchanged.
 */
@Tag("fuzz")
class CommandBodyFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void acceptedMessagesAreReadBackUnchanged(byte[] data) {
    try {
      CommandBody body = CommandBody.parse(data);
      body.refuseIfPresent("media_sids");
      body.index("last_read_message_index").ifPresent(i -> assertThat(i).isNotNegative());
      Draft draft =
          Draft.of(
              body.text("body"), body.text("attributes"), body.text("subject"), Optional.empty());
      assertThat(draft.body().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 32 * 1024);
      Instant now = Instant.EPOCH;
      var message =
          new MessageRecord(
              3,
              "IM1",
              "CH1",
              "ann",
              Optional.of("MB1"),
              draft.body(),
              draft.attributes(),
              draft.subject(),
              draft.mutation(),
              now,
              now,
              "ann");
      assertThat(ChatJson.message("CH1", 3, ChatJson.item(message), now)).isEqualTo(message);
    } catch (Refusal documented) {
      assertThat(documented.status()).isEqualTo(400);
    }
  }
}
