package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.server.BackendHarness.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Admissions of people who stay away lapse, and nothing is kept of them. */
@NullUnmarked
class LapsedAdmissionsTest {
  private final FakeTwilio twilio = new FakeTwilio();
  private final BackendHarness api = new BackendHarness(twilio);
  private String room;
  private String hostToken;

  @BeforeEach
  void aStream() {
    Answer host = api.create("Alice", "Java");
    room = host.roomSid();
    hostToken = host.token();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private void listens(String identity, String token) {
    assertThat(
            api.call("/viewer-connected-to-player", BackendHarness.names(identity, "Java"), token)
                .status())
        .isEqualTo(200);
  }

  private void leaves(String identity) {
    var form = new TreeMap<String, String>();
    form.put("ServiceSid", twilio.sidOfService(room));
    form.put("Identity", identity);
    form.put("EventType", "endpoint_disconnected");
    api.webhook("/sync-webhook", form);
  }

  private void pass(Duration time) {
    api.clock.advance(time);
    api.backend.keepUp();
  }

  private void assertKept(String identity, boolean kept) {
    var service = twilio.serviceOf(room);
    assertThat(service.documents.containsKey("user-" + identity)).isEqualTo(kept);
    assertThat(service.readers.stream().anyMatch(reader -> reader.endsWith(":" + identity)))
        .isEqualTo(kept);
    assertThat(twilio.conversations.get(room).contains(identity)).isEqualTo(kept);
  }

  private StreamRecord stream() {
    return new StreamRecord(
        room,
        "",
        "",
        "",
        "Java",
        "Alice",
        api.clock.instant(),
        true,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Desk.NEW);
  }

  @Test
  void nothingIsLeftOfAPersonWhoStaysAway() {
    var bob = api.joinAsViewer("Bob", "Java", null);
    listens("Bob", bob.token());
    pass(Duration.ofHours(1));
    assertKept("Bob", true);
    leaves("Bob");
    pass(Duration.ofMinutes(9));
    assertKept("Bob", true);
    pass(Duration.ofMinutes(1));
    twilio.serviceOf(room).readers.remove("user-Bob:Bob"); // Goes with the document on Twilio.
    assertKept("Bob", false);
  }

  @Test
  void whoComesBackTooLateJoinsAnew() {
    var bob = api.joinAsViewer("Bob", "Java", null);
    pass(Duration.ofMinutes(11));
    assertThat(api.raiseHand("Bob", bob.token()).message()).isEqualTo("admission lapsed");
    var again = api.joinAsViewer("Bob", "Java", bob.token());
    assertThat(again.status()).isEqualTo(200);
    assertKept("Bob", true);
    assertThat(api.raiseHand("Bob", again.token()).status()).isEqualTo(200);
    assertThat(api.raiseHand("Bob", bob.token()).message()).isEqualTo("access token replaced");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tokensOfALapsedAdmissionAreWithdrawnOnceTheNameIsTaken(boolean restarted) {
    api.joinAsViewer("Bob", "Java", null);
    pass(Duration.ofMinutes(11));
    String floors =
        "POST sync.twilio.com/v1/Services/" + twilio.sidOfService(room) + "/TokenFloors";
    assertThat(twilio.log).doesNotContain(floors);
    if (restarted) {
      try (var next = new BackendHarness(twilio)) {
        next.joinAsViewer("Bob", "Java", null);
      }
    } else {
      api.joinAsViewer("Bob", "Java", null);
    }
    assertThat(twilio.log).contains(floors);
  }

  @Test
  void peopleInTheRoomAreNotAway() {
    api.joinAsSpeaker("Bob", "Java", null);
    twilio.connected.get(room).add("Bob");
    pass(Duration.ofHours(1));
    assertKept("Bob", true);
  }

  @Test
  void theHandOfAPersonWhoNeverCameIsLowered() {
    var carol = api.joinAsViewer("Carol", "Java", null);
    assertThat(api.raiseHand("Carol", carol.token()).status()).isEqualTo(200);
    pass(Duration.ofMinutes(9));
    assertThat(twilio.serviceOf(room).maps.get("raised_hands")).containsKey("Carol");
    pass(Duration.ofMinutes(1));
    assertThat(twilio.serviceOf(room).maps.get("raised_hands")).isEmpty();
    twilio.serviceOf(room).readers.remove("user-Carol:Carol"); // Goes with the document on Twilio.
    assertKept("Carol", false);
  }

  @Test
  void aSpeakerWhoLeftTheRoomStaysAway() {
    api.joinAsSpeaker("Bob", "Java", null);
    api.roomEvent("participant-connected", room, "Bob");
    pass(Duration.ofHours(1));
    assertThat(twilio.serviceOf(room).documents).containsKey("user-Bob");
    api.roomEvent("participant-disconnected", room, "Bob");
    pass(Duration.ofMinutes(11));
    assertThat(twilio.serviceOf(room).documents).doesNotContainKey("user-Bob");
  }

  @Test
  void anInvitationAndARemovalOutliveAnAbsence() {
    var bob = api.joinAsViewer("Bob", "Java", null);
    api.call(
        "/send-speaker-invite",
        "{\"user_identity\":\"Bob\",\"room_sid\":\"%s\"}".formatted(room),
        hostToken);
    var carol = api.joinAsSpeaker("Carol", "Java", null);
    twilio.connected.get(room).add("Carol");
    api.call("/remove-speaker", "{\"user_identity\":\"Carol\",\"room_name\":\"Java\"}", hostToken);
    pass(Duration.ofHours(1));
    assertKept("Bob", true);
    assertThat(api.joinAsSpeaker("Bob", "Java", bob.token()).status()).isEqualTo(200);
    assertThat(api.joinAsSpeaker("Carol", "Java", carol.token()).message())
        .isEqualTo("removed from the stage");
    assertThat(api.joinAsSpeaker("Carol", "Java", null).message())
        .isEqualTo("removed from the stage");
  }

  @Test
  void whoIsNotSeenAfterARestartIsAway() {
    api.joinAsViewer("Bob", "Java", null);
    var carol = api.joinAsViewer("Carol", "Java", null);
    listens("Carol", carol.token());
    try (var restarted = new BackendHarness(twilio)) {
      restarted.clock.advance(Duration.ofMinutes(10));
      restarted.backend.keepUp();
    }
    assertThat(twilio.serviceOf(room).documents)
        .containsOnlyKeys("stream", "reactions", "captions", "user-Carol");
  }

  @Test
  void aNameThatHasLapsedIsNoLongerComparedAndStillCountsAsHad() {
    var looks = new LookAlikes(stream -> List.of());
    looks.begun(stream());
    looks.admitted(stream(), "Bob");
    looks.admitted(stream(), "Вob"); // A Cyrillic capital.
    assertThat(looks.of(stream(), "Вob")).containsExactly("Bob");
    looks.lapsed(stream(), "Bob");
    assertThat(looks.of(stream(), "Вob")).isEmpty();
    assertThat(looks.of(stream(), "Bob")).containsExactly("Вob");
    assertThat(looks.mayHaveAdmitted(stream(), "Bob")).isTrue();
    assertThat(looks.mayHaveAdmitted(stream(), "Carol")).isFalse();
  }

  @Test
  void anAbsenceIsOverOnceThePersonIsAdmittedAgain() {
    var stream = stream();
    var absences = new Absences(api.clock, 100);
    absences.began(stream, "Bob");
    absences.began(stream, "Alice");
    api.clock.advance(Absences.PATIENCE);
    Absences.Absence overdue = absences.overdue().getFirst();
    assertThat(absences.overdue()).containsExactly(overdue);
    assertThat(absences.lasts(overdue)).isTrue();
    absences.began(stream, "Bob");
    assertThat(absences.lasts(overdue)).isFalse();
    assertThat(absences.overdue()).isEmpty();
  }

  @Test
  void ofManyWhoAreAdmittedAndNeverComeTheEarliestLoseTheirAdmission() {
    var small = new FakeTwilio();
    try (var busy = new BackendHarness(small, false, 3)) {
      String stream = busy.create("Alice", "Java").roomSid();
      var bob = busy.joinAsViewer("Bob", "Java", null);
      assertThat(
              busy.call(
                      "/viewer-connected-to-player",
                      BackendHarness.names("Bob", "Java"),
                      bob.token())
                  .status())
          .isEqualTo(200);
      for (int i = 0; i < 10; i++) {
        busy.joinAsViewer("Listener " + i, "Java", null);
      }
      assertThat(small.serviceOf(stream).documents.keySet())
          .filteredOn(name -> name.startsWith("user-Listener"))
          .containsExactlyInAnyOrder("user-Listener 7", "user-Listener 8", "user-Listener 9");
      assertThat(small.serviceOf(stream).documents).containsKey("user-Bob");
    }
  }

  @Test
  void whatFailsIsTriedAgain() {
    api.joinAsViewer("Bob", "Java", null);
    twilio.breakWhere(line -> line.startsWith("DELETE conversations"));
    pass(Duration.ofMinutes(11));
    twilio.breakWhere(line -> false);
    api.backend.keepUp();
    twilio.serviceOf(room).readers.remove("user-Bob:Bob");
    assertKept("Bob", false);
  }
}
