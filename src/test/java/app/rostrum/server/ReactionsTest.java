package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.server.BackendHarness.Answer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ReactionsTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private String room;
  private String alice;
  private String dora;

  @BeforeEach
  void aStreamWithAListener() {
    Answer host = api.create("Alice", "Java");
    room = host.roomSid();
    alice = host.token();
    dora = api.joinAsViewer("Dora", "Java", null).token();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer react(String name, String reaction, String token) {
    return api.call(
        "/send-reaction",
        "{\"user_identity\":\"%s\",\"stream_name\":\"Java\",\"reaction\":\"%s\"}"
            .formatted(name, reaction),
        token);
  }

  private JsonObject told() {
    return twilio.serviceOf(room).documents.get("reactions").getAsJsonObject("data");
  }

  @Test
  void aListenersReactionIsShownToEverybody() {
    assertThat(twilio.serviceOf(room).readers).contains("reactions:Alice", "reactions:Dora");
    assertThat(react("Dora", "applause", dora).status()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(told())
                    .isEqualTo(
                        JsonParser.parseString(
                            """
                            {"counts":{"applause":1},
                             "from":[{"user_identity":"Dora","reaction":"applause"}]}
                            """)));
  }

  @Test
  void nobodyReactsForAnother() {
    assertThat(react("Dora", "heart", alice).message()).isEqualTo("not that person");
    assertThat(react("Dora", "heart", null).message()).isEqualTo("access token missing");
    assertThat(react("Mallory", "heart", dora).status()).isEqualTo(403);
  }

  @Test
  void onlyReactionsThatThereAreAreTaken() {
    assertThat(react("Dora", "<script>", dora).message()).isEqualTo("invalid reaction");
    assertThat(react("Dora", "", dora).status()).isEqualTo(400);
  }

  @Test
  void aPersonWhoReactsVeryOftenIsRefused() {
    for (int i = 0; i < ReactionLimits.BURST; i++) {
      assertThat(react("Dora", "heart", dora).status()).isEqualTo(200);
    }
    Answer refused = react("Dora", "heart", dora);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.message()).isEqualTo("too many reactions");
    assertThat(react("Alice", "heart", alice).status()).isEqualTo(200);
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(react("Dora", "heart", dora).status()).isEqualTo(200);
  }
}
