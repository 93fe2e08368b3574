package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.cloud.store.Store;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Video client on the embedded cloud, with sound. */
@Timeout(120)
class RoomTest {
  private EmbeddedRooms cloud;
  private String roomSid;
  private final List<Attendee> attendees = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cloud = new EmbeddedRooms();
    roomSid = cloud.create("stage").sid();
  }

  @AfterEach
  void close() {
    attendees.forEach(Attendee::close);
    cloud.close();
  }

  private Attendee join(String identity, double hz) throws Exception {
    Attendee attendee = Attendee.join(cloud.signaling(), "stage", identity, hz);
    attendees.add(attendee);
    return attendee;
  }

  private static void awaitHears(Attendee listener, double hz) {
    await().untilAsserted(() -> assertThat(listener.level(hz)).isGreaterThan(-40));
  }

  private static void awaitDoesNotHear(Attendee listener, double hz) {
    await().untilAsserted(() -> assertThat(listener.level(hz)).isLessThan(-60));
  }

  @Test
  void twoPeopleHearEachOther() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    assertThat(alice.room().sid()).isEqualTo(roomSid);
    assertThat(alice.room().name()).isEqualTo("stage");
    assertThat(alice.room().identity()).isEqualTo("alice");
    bob.room().firstAudio().get(60, TimeUnit.SECONDS);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    assertThat(alice.hears(440)).isFalse();
    assertThat(alice.others())
        .singleElement()
        .satisfies(
            other -> {
              assertThat(other.identity()).isEqualTo("bob");
              assertThat(other.sid()).isEqualTo(bob.room().participantSid());
              assertThat(other.audio())
                  .singleElement()
                  .satisfies(
                      track -> {
                        assertThat(track.name()).isEqualTo("microphone");
                        assertThat(track.enabled()).isTrue();
                        assertThat(track.subscribed()).isTrue();
                      });
            });
    Room.Stats stats = alice.room().stats().get(60, TimeUnit.SECONDS);
    assertThat(stats.levels().get("bob")).isBetween(0.02, 0.3);
    assertThat(stats.localLevel()).isBetween(0.02, 0.3);
    assertThat(stats.networkQuality()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aThirdJoinsLaterAndAllHearEachOther() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    Attendee carol = join("carol", 1700);
    awaitHears(alice, 1700);
    awaitHears(bob, 1700);
    awaitHears(carol, 440);
    awaitHears(carol, 1000);
    awaitHears(alice, 1000);
    carol.room().close();
    awaitDoesNotHear(alice, 1700);
    await().untilAsserted(() -> assertThat(alice.others()).hasSize(1));
    Attendee dave = join("dave", 2300);
    awaitHears(alice, 2300);
    awaitHears(dave, 1000);
    awaitHears(alice, 1000);
  }

  @Test
  void mutingIsHeardAndSeen() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    bob.room().setEnabled(bob.microphone(), false);
    awaitDoesNotHear(alice, 1000);
    await().until(() -> !alice.other("bob").orElseThrow().audio().getFirst().enabled());
    bob.room().setEnabled(bob.microphone(), true);
    awaitHears(alice, 1000);
    await().until(() -> alice.other("bob").orElseThrow().audio().getFirst().enabled());
  }

  @Test
  void aParticipantIsSilentForOneWhoWantsThatAlsoAfterPublishingAnew() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    Attendee carol = join("carol", 1800);
    awaitHears(alice, 1000);
    alice.room().silence(Set.of("bob"));
    awaitDoesNotHear(alice, 1000);
    awaitHears(alice, 1800);
    awaitHears(carol, 1000);
    bob.room().unpublish(bob.microphone());
    awaitDoesNotHear(carol, 1000);
    bob.room().publish(bob.microphone(), "again").get(60, TimeUnit.SECONDS);
    awaitHears(carol, 1000);
    awaitDoesNotHear(alice, 1000);
    alice.room().silence(Set.of());
    awaitHears(alice, 1000);
  }

  @Test
  void publishingLateAndUnpublishing() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob =
        Attendee.join(
            cloud.signaling(), "stage", TestTokens.video("bob", "stage"), "bob", 1000, false);
    attendees.add(bob);
    awaitHears(bob, 440);
    assertThat(alice.other("bob").orElseThrow().audio()).isEmpty();
    bob.room().publish(bob.microphone(), "microphone").get(60, TimeUnit.SECONDS);
    awaitHears(alice, 1000);
    bob.room().unpublish(bob.microphone());
    awaitDoesNotHear(alice, 1000);
    await().until(() -> alice.other("bob").orElseThrow().audio().isEmpty());
    bob.room().publish(bob.microphone(), "again").get(60, TimeUnit.SECONDS);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
  }

  @Test
  void tenPeopleHearEachOther() throws Exception {
    for (int i = 0; i < 10; i++) {
      join("speaker-" + i, 400 + 150 * i);
    }
    for (int listener = 0; listener < 10; listener++) {
      for (int speaker = 0; speaker < 10; speaker++) {
        if (listener != speaker) {
          awaitHears(attendees.get(listener), 400 + 150 * speaker);
        }
      }
    }
    assertThat(attendees.get(3).others()).hasSize(9);
  }

  @Test
  void aDroppedSocketResumesAndTheSoundGoesOn() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    cloud.dropSockets();
    await().untilAsserted(() -> assertThat(alice.reconnecting()).containsExactly(true, false));
    await().untilAsserted(() -> assertThat(bob.reconnecting()).containsExactly(true, false));
    awaitHears(alice, 1000);
    await().until(() -> !alice.other("bob").orElseThrow().reconnecting());
    bob.room().setEnabled(bob.microphone(), false);
    await().until(() -> !alice.other("bob").orElseThrow().audio().getFirst().enabled());
    Attendee carol = join("carol", 1700);
    awaitHears(alice, 1700);
    awaitHears(carol, 440);
    assertThat(cloud.callbacks()).doesNotContain("participant-disconnected bob");
  }

  @Test
  void changesDuringADropAreCaughtUpWith() throws Exception {
    Attendee alice = join("alice", 440);
    awaitParticipants(alice, 0);
    cloud.dropSockets();
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    awaitParticipants(alice, 1);
  }

  /** The place in the room is kept, with all tracks; nobody else sees anybody leave. */
  @Test
  void aRoomConnectsAnewOnDemandAndTheSoundGoesOn() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    bob.room().reconnect();
    await().untilAsserted(() -> assertThat(bob.reconnecting()).containsExactly(true, false));
    awaitHears(bob, 440);
    alice.forget();
    awaitHears(alice, 1000);
    assertThat(bob.ends()).isEmpty();
    assertThat(alice.others()).hasSize(1);
  }

  private static void awaitParticipants(Attendee attendee, int count) {
    await().untilAsserted(() -> assertThat(attendee.others()).hasSize(count));
  }

  @Test
  void theLoudestIsTheDominantSpeaker() throws Exception {
    Attendee alice = join("alice", 0);
    join("bob", 1000);
    await().untilAsserted(() -> assertThat(alice.dominant()).contains("bob"));
    attendees.get(1).room().close();
    await().untilAsserted(() -> assertThat(alice.dominant()).isEmpty());
  }

  @Test
  void removalCompletionAndReplacementHaveTheirReasons() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    cloud.rooms().disconnect(roomSid, "bob");
    await()
        .untilAsserted(
            () -> assertThat(bob.ends()).containsExactly(new DisconnectReason.Removed()));
    Attendee second = join("alice", 440);
    await()
        .untilAsserted(
            () -> assertThat(alice.ends()).containsExactly(new DisconnectReason.Replaced()));
    cloud.rooms().complete("stage");
    await()
        .untilAsserted(
            () -> assertThat(second.ends()).containsExactly(new DisconnectReason.RoomCompleted()));
  }

  @Test
  void aListenerThatThrowsAnErrorStillReceivesTheNextEvent() throws Exception {
    Attendee alice = join("alice", 440);
    alice.throwErrors();
    join("bob", 1000);
    awaitParticipants(alice, 1);
    join("carol", 1700);
    awaitParticipants(alice, 2);
    alice.room().close();
    await()
        .untilAsserted(() -> assertThat(alice.ends()).containsExactly(new DisconnectReason.Left()));
  }

  @Test
  void leavingIsReported() throws Exception {
    Attendee alice = join("alice", 440);
    alice.room().close();
    await()
        .untilAsserted(() -> assertThat(alice.ends()).containsExactly(new DisconnectReason.Left()));
    assertThat(cloud.rooms().participant(roomSid, "alice").orElseThrow().connected()).isFalse();
  }

  @Test
  void refusalsAreReportedToTheCaller() {
    assertRefused(
        TestTokens.expired("alice", "stage"),
        new DisconnectReason.TokenRefused(20104, "the token has expired"));
    assertRefused(
        TestTokens.forged("alice", "stage"),
        new DisconnectReason.TokenRefused(20107, "the signature does not match"));
  }

  private void assertRefused(String token, DisconnectReason reason) {
    assertThatThrownBy(() -> Attendee.join(cloud.signaling(), "stage", token, "alice", 440, true))
        .hasCauseInstanceOf(Room.ConnectException.class)
        .cause()
        .extracting(e -> ((Room.ConnectException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void anExpiredTokenEndsAResumeUnlessItWasRenewed() throws Exception {
    var soon = Instant.now().plusSeconds(2);
    Attendee stale =
        Attendee.join(
            cloud.signaling(),
            "stage",
            TestTokens.expiring("stale", "stage", soon),
            "stale",
            440,
            true);
    attendees.add(stale);
    Attendee renewed =
        Attendee.join(
            cloud.signaling(),
            "stage",
            TestTokens.expiring("renewed", "stage", soon),
            "renewed",
            440,
            true);
    attendees.add(renewed);
    renewed.room().updateToken(TestTokens.video("renewed", "stage"));
    await().until(() -> Instant.now().isAfter(soon.plusSeconds(1)));
    cloud.dropSockets();
    await()
        .untilAsserted(
            () ->
                assertThat(stale.ends())
                    .containsExactly(
                        new DisconnectReason.TokenRefused(20104, "the token has expired")));
    await().untilAsserted(() -> assertThat(renewed.reconnecting()).containsExactly(true, false));
    assertThat(renewed.ends()).isEmpty();
  }

  @Test
  void aRestartedServerDoesNotKnowTheSession() throws Exception {
    Attendee alice = join("alice", 440);
    int port = cloud.port();
    cloud.kill();
    cloud = new EmbeddedRooms(Store.inMemory(), EmbeddedRooms.quick(), port);
    await()
        .untilAsserted(
            () ->
                assertThat(alice.ends())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        DisconnectReason.ConnectionLost.class,
                        lost -> assertThat(lost.code()).isEqualTo(53002)));
  }

  @Test
  void anUnreachableServerIsAConnectionLost() throws Exception {
    URI address = cloud.signaling();
    cloud.kill();
    assertLost(address);
    assertLost(URI.create("ws://127.0.0.1:-2/signaling"));
  }

  private static void assertLost(URI address) {
    assertThatThrownBy(
            () -> Attendee.join(address, "stage", TestTokens.video("a", ""), "a", 440, true))
        .cause()
        .extracting(e -> ((Room.ConnectException) e).reason())
        .isInstanceOfSatisfying(
            DisconnectReason.ConnectionLost.class,
            lost -> assertThat(lost.code()).isEqualTo(53000));
  }

  @Test
  void aTapReceivesEveryTrack() throws Exception {
    var tap = new RecordingTap();
    try (var handle = cloud.rooms().tap(roomSid, tap).orElseThrow()) {
      Attendee alice = join("alice", 440);
      await().untilAsserted(() -> assertThat(tap.packets()).isGreaterThan(20));
      assertThat(tap.events()).contains("alice on");
      alice.room().setEnabled(alice.microphone(), false);
      await().untilAsserted(() -> assertThat(tap.events()).contains("alice off"));
      alice.room().close();
      await().untilAsserted(() -> assertThat(tap.events()).contains("ended"));
      cloud.rooms().complete("stage");
      assertThat(tap.events()).endsWith("room ended");
      assertThat(handle).isNotNull();
    }
    assertThat(cloud.rooms().tap(roomSid, tap)).isEqualTo(Optional.empty());
  }
}
