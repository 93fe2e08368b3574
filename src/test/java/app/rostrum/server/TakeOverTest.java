package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.server.BackendHarness.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Speakers who take over from a host who has been lost. */
@NullUnmarked
class TakeOverTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private final Map<String, Answer> people = new HashMap<>();
  private Answer host;

  @BeforeEach
  void aStreamWithTwoSpeakers() {
    host = api.create("Alice", "Java");
    comes("Alice");
    for (String name : new String[] {"Bob", "Carol"}) {
      people.put(name, api.joinAsSpeaker(name, "Java", null));
      comes(name);
    }
  }

  @AfterEach
  void close() {
    api.close();
  }

  private void comes(String name) {
    twilio.connected.get(host.roomSid()).add(name);
    assertThat(api.roomEvent("participant-connected", host.roomSid(), name).status())
        .isEqualTo(200);
  }

  private void goes(String name) {
    twilio.connected.get(host.roomSid()).remove(name);
    assertThat(api.roomEvent("participant-disconnected", host.roomSid(), name).status())
        .isEqualTo(200);
  }

  private Answer takeOver(String name) {
    return api.call(
        "/take-over-stream", BackendHarness.names(name, "Java"), people.get(name).token());
  }

  private Answer remove(String name, String token) {
    return api.call(
        "/remove-speaker",
        "{\"user_identity\":\"%s\",\"room_name\":\"Java\"}".formatted(name),
        token);
  }

  private boolean markedHost(String name) {
    return twilio
        .serviceOf(host.roomSid())
        .maps
        .get("speakers")
        .get(name)
        .getAsJsonObject("data")
        .get("host")
        .getAsBoolean();
  }

  private static void assertRefused(Answer answer, String message) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void theEarliestSpeakerTakesOverAfterAMinute() {
    goes("Alice");
    api.clock.advance(Duration.ofSeconds(59));
    Answer early = takeOver("Bob");
    assertRefused(early, "not your turn");
    assertThat(early.headers()).containsEntry("Retry-After", "1");
    api.clock.advance(Duration.ofSeconds(1));
    Answer taken = takeOver("Bob");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(markedHost("Bob")).isTrue();
    assertThat(remove("Carol", taken.token()).status()).isEqualTo(200);
    assertThat(
            api.call("/list-streams", "{}")
                .body()
                .getAsJsonArray("streams")
                .get(0)
                .getAsJsonObject()
                .get("host_identity")
                .getAsString())
        .isEqualTo("Bob");
    assertThat(api.call("/delete-stream", "{\"stream_name\":\"Java\"}", taken.token()).status())
        .isEqualTo(200);
  }

  @Test
  void aLaterSpeakerWaitsAFurtherMinute() {
    goes("Alice");
    api.clock.advance(Duration.ofSeconds(119));
    assertRefused(takeOver("Carol"), "not your turn");
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(takeOver("Carol").status()).isEqualTo(200);
    assertRefused(takeOver("Bob"), "host present");
  }

  @Test
  void nobodyTakesOverFromAHostWhoIsThereOrBack() {
    api.clock.advance(Duration.ofHours(1));
    assertRefused(takeOver("Bob"), "host present");
    goes("Alice");
    api.clock.advance(Duration.ofSeconds(50));
    comes("Alice");
    goes("Alice");
    api.clock.advance(Duration.ofSeconds(50));
    assertRefused(takeOver("Bob"), "not your turn");
  }

  @Test
  void onlyASpeakerOnStageWithTheirOwnTokenTakesOver() {
    people.put("Dora", api.joinAsViewer("Dora", "Java", null));
    goes("Alice");
    goes("Carol");
    api.clock.advance(Duration.ofHours(1));
    assertRefused(takeOver("Dora"), "not a speaker");
    assertRefused(takeOver("Carol"), "not a speaker");
    String bob = BackendHarness.names("Bob", "Java");
    assertRefused(api.call("/take-over-stream", bob, null), "access token missing");
    assertRefused(
        api.call("/take-over-stream", bob, people.get("Dora").token()), "not that person");
    assertThat(takeOver("Bob").status()).isEqualTo(200);
  }

  @Test
  void theEarlierHostComesBackAsASpeakerWithoutPowersAndKeepsTheName() {
    goes("Alice");
    api.clock.advance(Duration.ofMinutes(1));
    Answer taken = takeOver("Bob");
    assertRefused(remove("Carol", host.token()), "not the host");
    assertRefused(
        api.call("/delete-stream", "{\"stream_name\":\"Java\"}", host.token()), "not the host");
    assertRefused(api.joinAsViewer("Alice", "Java", null), "identity in use");
    assertThat(api.joinAsSpeaker("Alice", "Java", host.token()).status()).isEqualTo(200);
    comes("Alice");
    assertThat(markedHost("Alice")).isFalse();
    assertThat(markedHost("Bob")).isTrue();
    assertThat(remove("Alice", taken.token()).status()).isEqualTo(200);
    assertRefused(api.joinAsSpeaker("Alice", "Java", host.token()), "removed from the stage");
  }

  @Test
  void theEarlierHostComesBackOnAStageByInvitationToo() {
    Answer closed =
        api.call(
            "/create-stream",
            "{\"user_identity\":\"Alice\",\"stream_name\":\"Rust\",\"open_stage\":false}");
    String viewer = api.joinAsViewer("Bob", "Rust", null).token();
    api.call(
        "/send-speaker-invite",
        "{\"user_identity\":\"Bob\",\"room_sid\":\"%s\"}".formatted(closed.roomSid()),
        closed.token());
    Answer bob = api.joinAsSpeaker("Bob", "Rust", viewer);
    twilio.connected.get(closed.roomSid()).add("Bob");
    api.roomEvent("participant-connected", closed.roomSid(), "Bob");
    api.clock.advance(Duration.ofMinutes(1));
    // The host's app died before it was ever in the room.
    assertThat(
            api.call("/take-over-stream", BackendHarness.names("Bob", "Rust"), bob.token())
                .status())
        .isEqualTo(200);
    assertThat(api.joinAsSpeaker("Alice", "Rust", closed.token()).status()).isEqualTo(200);
  }

  @Test
  void theHostIsRememberedAcrossARestart() {
    goes("Alice");
    api.clock.advance(Duration.ofMinutes(1));
    var restarted = new BackendHarness(twilio);
    restarted.passcodes.kept = api.passcodes.kept;
    restarted.clock.advance(Duration.ofMinutes(1));
    Answer taken =
        restarted.call(
            "/take-over-stream", BackendHarness.names("Bob", "Java"), people.get("Bob").token());
    assertThat(taken.status()).isEqualTo(200);
    restarted.close();
    var again = new BackendHarness(twilio);
    again.passcodes.kept = api.passcodes.kept;
    assertRefused(
        again.call("/delete-stream", "{\"stream_name\":\"Java\"}", host.token()), "not the host");
    assertRefused(again.joinAsViewer("Alice", "Java", null), "identity in use");
    again.close();
  }

  @Test
  void aLostReportOfTheHostsDepartureCostsAMinute() {
    twilio.connected.get(host.roomSid()).remove("Alice");
    api.clock.advance(Duration.ofHours(1));
    assertRefused(takeOver("Bob"), "not your turn");
    api.clock.advance(Duration.ofMinutes(1));
    assertThat(takeOver("Bob").status()).isEqualTo(200);
  }

  @Test
  void aTakeOverWhoseAnswerWasLostCanBeAskedAgain() {
    goes("Alice");
    api.clock.advance(Duration.ofMinutes(1));
    takeOver("Bob");
    assertThat(takeOver("Bob").status()).isEqualTo(200);
  }
}
