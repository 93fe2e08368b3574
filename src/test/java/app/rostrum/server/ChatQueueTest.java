package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat that is full or fails keeps nobody out of the stream. */
@NullUnmarked
class ChatQueueTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private String room;

  @BeforeEach
  void aStreamWithRoomForOneMoreInItsChat() {
    twilio.chatPlaces = 2;
    room = api.create("Alice", "Java").roomSid();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whomTheChatHasNoRoomForComesInAndIsLetInLaterInTheOrderOfComing() {
    for (String identity : new String[] {"Bob", "Carol", "Dave"}) {
      assertThat(api.joinAsViewer(identity, "Java", null).status()).isEqualTo(200);
    }
    assertThat(api.joinAsSpeaker("Eve", "Java", null).status()).isEqualTo(200);
    api.backend.keepUp();
    assertThat(twilio.conversations.get(room)).containsExactly("Alice", "Bob");
    twilio.chatPlaces = 4;
    api.backend.keepUp();
    assertThat(twilio.conversations.get(room)).containsExactly("Alice", "Bob", "Carol", "Dave");
    twilio.chatPlaces = 5;
    api.backend.keepUp();
    assertThat(twilio.conversations.get(room)).endsWith("Eve");
  }

  @Test
  void aChatThatFailsKeepsNobodyOut() {
    twilio.breakWhere(line -> line.contains("/Conversations/"));
    var bob = api.joinAsViewer("Bob", "Java", null);
    assertThat(bob.status()).isEqualTo(200);
    assertThat(bob.body().get("chat_enabled").getAsBoolean()).isTrue();
    twilio.breakWhere(line -> false);
    api.backend.keepUp();
    assertThat(twilio.conversations.get(room)).contains("Bob");
  }

  @Test
  void nobodyWaitsForTheChatOfAStreamThatIsOver() {
    twilio.chatPlaces = 1;
    api.joinAsViewer("Bob", "Java", null);
    api.roomEvent("room-ended", room, null);
    twilio.log.clear();
    api.backend.keepUp();
    assertThat(twilio.log).isEmpty();
  }
}
