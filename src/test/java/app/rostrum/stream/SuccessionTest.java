package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.stream.FakeSdkClients.FakeRoom;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The change of hosts, as speakers, listeners and the earlier host see it. */
class SuccessionTest {
  private final Scene scene = new Scene();

  private void loseHost() {
    scene.clients.room().participants();
    scene.clients.sync.remove("speakers", "Hana");
    scene.settle();
  }

  @Test
  void theFirstSpeakerMayTakeOverAfterAMinute() {
    StreamSession sam = scene.speaker();
    loseHost();
    scene.loop.pass(Duration.ofSeconds(59));
    assertThat(scene.state().mayTakeOver()).isFalse();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().mayTakeOver()).isTrue();
    sam.takeOver();
    scene.settle();
    assertThat(scene.backend.count("take over Sam")).isEqualTo(1);
    assertThat(scene.state().mayTakeOver()).isFalse();
    scene.clients.sync.speaker("Sam", true);
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    assertThat(scene.notices()).contains(Notice.Kind.HOST_CHANGED);
  }

  @Test
  void aLaterSpeakerWaitsAMinuteMore() {
    scene.clients.sync.speaker("Zoe", false);
    scene.loop.pass(Duration.ofSeconds(5));
    scene.speaker();
    loseHost();
    scene.loop.pass(Duration.ofSeconds(119));
    assertThat(scene.state().mayTakeOver()).isFalse();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().mayTakeOver()).isTrue();
  }

  @Test
  void aHostWhoComesBackEndsTheOffer() {
    scene.speaker();
    loseHost();
    scene.loop.pass(Duration.ofSeconds(61));
    scene.clients.sync.speaker("Hana", true);
    assertThat(scene.state().mayTakeOver()).isFalse();
    assertThat(scene.notices()).doesNotContain(Notice.Kind.HOST_CHANGED);
    scene.clients.sync.remove("speakers", "Hana");
    scene.loop.pass(Duration.ofSeconds(59));
    assertThat(scene.state().mayTakeOver()).isFalse();
  }

  @Test
  void aHostWhoIsStillInTheRoomIsNotLost() {
    scene.speaker();
    scene.clients.sync.remove("speakers", "Hana");
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(scene.state().mayTakeOver()).isFalse();
    scene.clients.room().participants(FakeRoom.participant("Zoe", true));
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.state().mayTakeOver()).isTrue();
  }

  @Test
  void nothingIsOfferedToListenersNorWhereTheBackendHasNoSuchCall() {
    scene.backend.takeOverAfter = Optional.empty();
    StreamSession sam = scene.speaker();
    loseHost();
    scene.loop.pass(Duration.ofMinutes(5));
    assertThat(scene.state().mayTakeOver()).isFalse();
    sam.takeOver();
    assertThat(scene.notices()).contains(Notice.Kind.TAKE_OVER_FAILED);
    assertThat(scene.backend.count("take over")).isZero();
    var other = new Scene();
    other.viewer();
    other.clients.sync.remove("speakers", "Hana");
    other.loop.pass(Duration.ofMinutes(5));
    assertThat(other.state().mayTakeOver()).isFalse();
    other.clients.sync.speaker("Sam", true);
    assertThat(other.notices()).contains(Notice.Kind.HOST_CHANGED);
  }

  @Test
  void aRefusedTakeOverIsOfferedAgainWhenTheBackendSaysSo() {
    StreamSession sam = scene.speaker();
    loseHost();
    scene.loop.pass(Duration.ofMinutes(1));
    scene.backend.refuse(
        "take over",
        new BackendException(
            BackendException.Kind.FORBIDDEN, "not your turn", "", Duration.ofSeconds(30), null));
    sam.takeOver();
    assertThat(scene.notices()).contains(Notice.Kind.TAKE_OVER_FAILED);
    scene.loop.pass(Duration.ofSeconds(29));
    assertThat(scene.state().mayTakeOver()).isFalse();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().mayTakeOver()).isTrue();
  }

  @Test
  void theEarlierHostBecomesASpeaker() {
    StreamSession hana = scene.host();
    scene.clients.sync.speaker("Sam", true);
    scene.clients.sync.speaker("Hana", false);
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(scene.state().speakers())
        .filteredOn(StreamState.Speaker::self)
        .noneMatch(StreamState.Speaker::host);
    hana.endStream();
    scene.settle();
    assertThat(scene.backend.count("delete")).isZero();
  }

  @Test
  void aHostWhoComesBackIsHostThoughTheListSaidSoBeforeTheRoomWasThere() {
    scene.clients.sync.speaker("Hana", true);
    scene.clients.roomsConnect = false;
    scene.begin("Hana", Role.SPEAKER, false);
    scene.settle();
    scene.clients.room().connect();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
  }
}
