package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A creator whose answer was lost asks again, with the same key. */
@NullUnmarked
class RepeatedCreationTest {
  private static final String KEY = "0123456789-abcdef";
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);

  @AfterEach
  void close() {
    api.close();
  }

  private BackendHarness.Answer create(String identity, String stream, String key) {
    var body = JsonParser.parseString(BackendHarness.names(identity, stream)).getAsJsonObject();
    body.addProperty("creation_key", key);
    return api.call("/create-stream", body.toString());
  }

  @Test
  void theSameCreationGivesCredentialsForTheStreamItMade() {
    String room = create("Alice", "Java", KEY).roomSid();
    BackendHarness.Answer again = create("Alice", "Java", KEY);
    assertThat(again.roomSid()).isEqualTo(room);
    assertThat(twilio.streams()).hasSize(1);
    assertThat(api.call("/delete-stream", "{\"stream_name\":\"Java\"}", again.token()).status())
        .isEqualTo(200);
  }

  @Test
  void anotherKeyAnotherPersonOrNoKeyIsToldThatTheNameIsTaken() {
    create("Alice", "Java", KEY);
    assertThat(create("Alice", "Java", KEY + "0").explanation()).isEqualTo("Room exists");
    assertThat(create("Bob", "Java", KEY).explanation()).isEqualTo("Room exists");
    assertThat(api.create("Alice", "Java").explanation()).isEqualTo("Room exists");
  }

  @Test
  void aStreamThatHasEndedIsMadeAnew() {
    BackendHarness.Answer first = create("Alice", "Java", KEY);
    api.call("/delete-stream", "{\"stream_name\":\"Java\"}", first.token());
    BackendHarness.Answer second = create("Alice", "Java", KEY);
    assertThat(second.roomSid()).isNotEqualTo(first.roomSid());
    assertThat(create("Alice", "Java", KEY).roomSid()).isEqualTo(second.roomSid());
  }

  @Test
  void aKeyIsForgottenAfterTenMinutes() {
    String room = create("Alice", "Java", KEY).roomSid();
    api.clock.advance(Duration.ofMinutes(10));
    assertThat(create("Alice", "Java", KEY).roomSid()).isEqualTo(room);
    api.clock.advance(Duration.ofMinutes(10).plusMillis(1));
    assertThat(create("Alice", "Java", KEY).explanation()).isEqualTo("Room exists");
  }

  @Test
  void theLastThousandKeysAreKnown() {
    var creations = new Creations(api.clock);
    for (int i = 0; i <= 1000; i++) {
      creations.made("key " + i, "RM" + i);
      creations.made("key 1", "RM1");
    }
    assertThat(creations.find("key 0")).isEmpty();
    assertThat(creations.find("key 1")).contains("RM1");
    assertThat(creations.find("key 2")).contains("RM2");
  }

  @Test
  void aKeyThatCouldBeGuessedIsRefused() {
    assertThat(create("Alice", "Java", "0".repeat(15)).message()).isEqualTo("invalid creation_key");
    assertThat(create("Alice", "Java", "0".repeat(65)).message()).isEqualTo("invalid creation_key");
    assertThat(create("Alice", "Java", "0".repeat(16)).status()).isEqualTo(200);
    assertThat(create("Bob", "Rust", "0".repeat(64)).status()).isEqualTo(200);
    assertThat(create("Alice", "Java", KEY + " ").message()).isEqualTo("invalid creation_key");
  }
}
