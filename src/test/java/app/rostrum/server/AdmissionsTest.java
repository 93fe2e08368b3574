package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.server.BackendHarness.Answer;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Admissions under a name, removal from the stage, and documents that others created ahead. */
@NullUnmarked
class AdmissionsTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private Answer host;

  @BeforeEach
  void aStream() {
    host = api.create("Alice", "Java");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer invite(String identity) {
    return api.call(
        "/send-speaker-invite",
        "{\"user_identity\":\"%s\",\"room_sid\":\"%s\"}".formatted(identity, host.roomSid()),
        host.token());
  }

  private Answer remove(String identity, String token) {
    return api.call(
        "/remove-speaker",
        "{\"user_identity\":\"%s\",\"room_name\":\"Java\"}".formatted(identity),
        token);
  }

  private JsonObject document(String identity) {
    return twilio.serviceOf(host.roomSid()).documents.get("user-" + identity);
  }

  private void createAhead(String identity, String by) {
    var document = new JsonObject();
    document.addProperty("sid", "ET" + "a".repeat(32));
    document.addProperty("unique_name", "user-" + identity);
    document.addProperty("created_by", by);
    var data = new JsonObject();
    data.addProperty("speaker_invite", true);
    document.add("data", data);
    twilio.serviceOf(host.roomSid()).documents.put("user-" + identity, document);
  }

  private static void assertRefused(Answer answer, String message) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void aPersonOnTheWayKeepsTheirName() {
    var dora = api.joinAsViewer("Dora", "Java", null);
    assertRefused(api.joinAsViewer("Dora", "Java", null), "identity in use");
    api.clock.advance(Duration.ofSeconds(29));
    assertRefused(api.joinAsSpeaker("Dora", "Java", null), "identity in use");
    assertThat(api.joinAsSpeaker("Dora", "Java", dora.token()).status()).isEqualTo(200);
  }

  @Test
  void aJoinThatFailedOnTheWayCanBeTriedAgainAtOnce() {
    twilio.breakWhere(line -> line.contains("/PlaybackGrant"));
    assertThat(api.joinAsViewer("Dora", "Java", null).status()).isEqualTo(500);
    twilio.breakWhere(line -> false);
    assertThat(api.joinAsViewer("Dora", "Java", null).status()).isEqualTo(200);
  }

  @Test
  void anUnusedAdmissionLapsesAndIsWorthNothingOnceTheNameIsTaken() {
    var unseen = api.joinAsViewer("Dora", "Java", null);
    api.clock.advance(Duration.ofSeconds(31));
    var real = api.joinAsViewer("Dora", "Java", null);
    assertThat(real.status()).isEqualTo(200);
    assertRefused(api.raiseHand("Dora", unseen.token()), "access token replaced");
    assertRefused(api.joinAsSpeaker("Dora", "Java", unseen.token()), "identity in use");
    assertThat(invite("Dora").status()).isEqualTo(200);
    assertRefused(api.joinAsSpeaker("Dora", "Java", unseen.token()), "identity in use");
    assertThat(api.raiseHand("Dora", real.token()).status()).isEqualTo(200);
    assertThat(api.joinAsSpeaker("Dora", "Java", real.token()).status()).isEqualTo(200);
    assertThat(twilio.log)
        .contains(
            "POST sync.twilio.com/v1/Services/"
                + twilio.sidOfService(host.roomSid())
                + "/TokenFloors");
  }

  @Test
  void anUnusedAdmissionThatNobodyReplacedCanStillBeUsed() {
    var slow = api.joinAsViewer("Dora", "Java", null);
    api.clock.advance(Duration.ofMinutes(5));
    assertThat(api.raiseHand("Dora", slow.token()).status()).isEqualTo(200);
  }

  @Test
  void theNextPersonOfANameHasNotBeenInvited() {
    api.joinAsViewer("Dora", "Java", null);
    invite("Dora");
    api.clock.advance(Duration.ofSeconds(31));
    api.joinAsViewer("Dora", "Java", null);
    assertThat(document("Dora").getAsJsonObject("data").get("speaker_invite").getAsBoolean())
        .isFalse();
  }

  @Test
  void aRemovedSpeakerComesBackByInvitationOnly() {
    var bob = api.joinAsSpeaker("Bob", "Java", null);
    twilio.connected.get(host.roomSid()).add("Bob");
    api.roomEvent("participant-connected", host.roomSid(), "Bob");
    assertThat(remove("Bob", host.token()).status()).isEqualTo(200);
    assertRefused(api.joinAsSpeaker("Bob", "Java", bob.token()), "removed from the stage");

    twilio.connected.get(host.roomSid()).add("Bob"); // With the token from before, as on Twilio.
    api.roomEvent("participant-connected", host.roomSid(), "Bob");
    assertThat(twilio.connected.get(host.roomSid())).doesNotContain("Bob");
    assertThat(twilio.serviceOf(host.roomSid()).maps.get("speakers")).containsKey("Alice");

    var listener = api.joinAsViewer("Bob", "Java", bob.token());
    assertRefused(api.joinAsSpeaker("Bob", "Java", listener.token()), "removed from the stage");
    invite("Bob");
    assertThat(api.joinAsSpeaker("Bob", "Java", listener.token()).status()).isEqualTo(200);
    api.roomEvent("participant-connected", host.roomSid(), "Bob");
    assertThat(twilio.serviceOf(host.roomSid()).maps.get("speakers")).containsKey("Bob");
  }

  @Test
  void removalWithdrawsAnInvitation() {
    var bob = api.joinAsViewer("Bob", "Java", null);
    invite("Bob");
    twilio.connected.get(host.roomSid()).add("Bob");
    remove("Bob", host.token());
    assertRefused(api.joinAsSpeaker("Bob", "Java", bob.token()), "removed from the stage");
  }

  @Test
  void leavingTheStageByOneselfForbidsNothing() {
    var bob = api.joinAsSpeaker("Bob", "Java", null);
    twilio.connected.get(host.roomSid()).add("Bob");
    assertThat(remove("Bob", bob.token()).status()).isEqualTo(200);
    assertThat(api.joinAsSpeaker("Bob", "Java", bob.token()).status()).isEqualTo(200);
  }

  @Test
  void aDocumentThatItsPersonCreatedAheadIsNoInvitation() {
    var jazz =
        api.call(
            "/create-stream",
            "{\"user_identity\":\"Alice\",\"stream_name\":\"Jazz\",\"open_stage\":false}");
    host = jazz;
    createAhead("Mallory", "Mallory");
    assertRefused(api.joinAsSpeaker("Mallory", "Jazz", null), "stage by invitation");
    var mallory = api.joinAsViewer("Mallory", "Jazz", null);
    assertThat(document("Mallory").get("created_by").getAsString()).isEqualTo("system");
    createAhead("Mallory", "Mallory");
    assertRefused(api.joinAsSpeaker("Mallory", "Jazz", mallory.token()), "identity in use");
    api.clock.advance(Duration.ofSeconds(31));
    assertRefused(api.joinAsSpeaker("Mallory", "Jazz", mallory.token()), "stage by invitation");
  }

  @Test
  void aDocumentThatAnotherPersonCreatedAheadDoesNotSpoilAnInvitation() {
    createAhead("Bob", "Mallory");
    var bob = api.joinAsViewer("Bob", "Java", null);
    assertThat(document("Bob").get("created_by").getAsString()).isEqualTo("system");
    assertThat(invite("Bob").status()).isEqualTo(200);
    assertThat(api.joinAsSpeaker("Bob", "Java", bob.token()).status()).isEqualTo(200);
  }

  @Test
  void theChatOfAStreamGoesWithIt() {
    var other = api.create("Alice", "Jazz");
    assertThat(twilio.chatServices).hasSize(2);
    api.roomEvent("room-ended", host.roomSid(), null);
    assertThat(twilio.conversations).containsOnlyKeys(other.roomSid());
    assertThat(twilio.chatServices).hasSize(1);
  }

  @Test
  void aStreamWithoutChatHasNoChatService() {
    int before = twilio.chatServices.size();
    api.call(
        "/create-stream",
        "{\"user_identity\":\"Alice\",\"stream_name\":\"Quiet\",\"chat_enabled\":false}");
    assertThat(twilio.chatServices).hasSize(before);
  }

  @Test
  void servicesOfAStreamThatWasNeverCompletedAreDeletedAtTheNextStart() {
    String room = host.roomSid();
    String service = twilio.sidOfService(room);
    twilio.streams().remove(room); // As after a kill in the middle of create-stream.
    try (var restarted = new BackendHarness(twilio)) {
      assertThat(twilio.syncServices).as("the room is still open").containsKey(service);
      twilio.rooms.get(room).addProperty("status", "completed");
    }
    try (var restarted = new BackendHarness(twilio)) {
      assertThat(twilio.syncServices).doesNotContainKey(service);
      assertThat(twilio.chatServices).isEmpty();
      assertThat(restarted.create("Alice", "Java").status()).isEqualTo(200);
    }
  }

  @Test
  void aServiceOfTheAccountThatIsNotOursIsLeftAlone() {
    var foreign = new FakeTwilio.SyncService();
    foreign.settings.addProperty("sid", "IS" + "f".repeat(32));
    foreign.settings.addProperty("friendly_name", "RM or what looks like it");
    twilio.syncServices.put("IS" + "f".repeat(32), foreign);
    try (var restarted = new BackendHarness(twilio)) {
      assertThat(twilio.syncServices).containsKey("IS" + "f".repeat(32));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "ALICE",
        "AIice",
        "aIiCe",
        "A1ice",
        "\u0410lice",
        "\uFF21lice",
        "Al\u0456ce"
      })
  void aNameThatLooksLikeThatOfAPresentPersonIsRefused(String lookAlike) {
    assertRefused(api.joinAsViewer(lookAlike, "Java", null), "identity in use");
    assertRefused(api.joinAsSpeaker(lookAlike, "Java", null), "identity in use");
  }

  @Test
  void aNameThatLooksLikeThatOfSomebodyWhoHasGoneIsFree() {
    api.joinAsViewer("Bob", "Java", null);
    assertRefused(api.joinAsViewer("B0b", "Java", null), "identity in use");
    api.clock.advance(Duration.ofSeconds(31));
    assertThat(api.joinAsViewer("B0b", "Java", null).status()).isEqualTo(200);
  }

  @Test
  void lookAlikesOfListedPeopleAreFoundAfterARestart() {
    var bob = api.joinAsViewer("Bob", "Java", null);
    api.call("/viewer-connected-to-player", BackendHarness.names("Bob", "Java"), bob.token());
    try (var restarted = new BackendHarness(twilio)) {
      assertRefused(restarted.joinAsViewer("B\u043Eb", "Java", null), "identity in use");
      assertThat(restarted.joinAsViewer("Bobby", "Java", null).status()).isEqualTo(200);
    }
  }

  @Test
  void aStreamThatLooksLikeALiveOneIsRefusedAndAnEndedOneIsNot() {
    assertThat(api.create("Eve", "J\u0430va").explanation()).isEqualTo("Room exists");
    twilio.rooms.get(host.roomSid()).addProperty("status", "completed");
    assertThat(api.create("Eve", "J\u0430va").status()).isEqualTo(200);
    assertThat(api.create("Eve", "JAVA").explanation()).isEqualTo("Room exists");
  }

  @Test
  void formsOfOneNameAreOnePerson() {
    var zoe = api.joinAsViewer("Zo\u0065\u0308", " Java", null);
    assertThat(zoe.body().get("user_identity").getAsString()).isEqualTo("Zo\u00EB");
    assertThat(zoe.body().get("stream_name").getAsString()).isEqualTo("Java");
    assertThat(api.joinAsSpeaker("Zo\u00EB", "Java", zoe.token()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice\u200B",
        "\u202EecilA",
        "host",
        "System",
        "h0st",
        "h\u043Est",
        "v\u0456deo-composer-v1",
        "null"
      })
  void invisibleAndReservedNamesAreRefusedWithAReason(String name) {
    Answer answer = api.joinAsViewer(name, "Java", null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("invalid user_identity");
    assertThat(answer.explanation()).isNotBlank();
  }
}
