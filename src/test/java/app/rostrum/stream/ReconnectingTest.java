package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncException;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.FakeSdkClients.FakeRoom;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectingTest {
  private static final Phase ON_STAGE = new Phase.OnStage(Role.SPEAKER);
  private final Scene scene = new Scene();

  private void loseRoom() {
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53001, "lost"));
  }

  private LeaveReason left() {
    return ((Phase.Left) scene.phase()).reason();
  }

  @Test
  void aRoomThatReconnectsByItselfIsOnlyShown() {
    scene.speaker();
    scene.clients.room().listener.onReconnecting(true);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    scene.clients.room().listener.onReconnecting(false);
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.clients.rooms).hasSize(1);
  }

  @Test
  void aLostRoomIsJoinedAgainWithANewToken() {
    StreamSession speaker = scene.speaker();
    speaker.setMicrophone(false);
    scene.clients.roomsConnect = false;
    String before = scene.clients.room().token;
    loseRoom();
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.clients.rooms).hasSize(2);
    assertThat(scene.clients.room().token).isNotEqualTo(before);
    assertThat(scene.backend.tokensSeen.getLast()).as("who we are").isEqualTo(before);
    scene.clients.room().connect();
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.state().microphoneOn()).as("as it was").isFalse();
    assertThat(scene.clients.track().enabled()).isFalse();
    assertThat(scene.notices()).isEmpty();
  }

  @Test
  void aRestartThatTheServerHasAnnouncedIsTheReasonUntilSyncIsBack() {
    scene.viewer();
    scene.clients.sync.listener.onServerRestarting();
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTING);
    scene.clients.player().listener.onState(Player.State.RECONNECTING);
    scene.settle();
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("B24");
    scene.clients.player().listener.onState(Player.State.PLAYING);
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTED);
    scene.settle();
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.state().trouble()).isEmpty();
    scene.clients.player().listener.onState(Player.State.RECONNECTING);
    assertThat(scene.state().trouble()).as("an interruption of another kind").isEmpty();
  }

  @Test
  void aServerThatDoesNotComeBackIsNotPromisedForEver() {
    scene.speaker();
    scene.clients.sync.listener.onServerRestarting();
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTING);
    scene.clients.room().listener.onReconnecting(true);
    scene.loop.pass(ServerRestart.BELIEVED.minusSeconds(1));
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("B24");
    scene.loop.pass(Duration.ofSeconds(2));
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().trouble()).isEmpty();
  }

  /** A frozen server closes nothing; it only stops to send. */
  @Test
  void aServerThatFallsSilentIsAnInterruptionUntilItSendsAgain() {
    scene.viewer();
    scene.clients.player().listener.onState(Player.State.PLAYING);
    scene.loop.pass(Duration.ofSeconds(1));
    scene.clients.player().listener.onState(Player.State.BUFFERING);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("P08");
    assertThat(scene.state().quality()).isZero();
    assertThat(scene.state().levels()).isEmpty();
    scene.clients.player().listener.onState(Player.State.PLAYING);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.state().trouble()).isEmpty();
  }

  /** A stage without speakers is not mixed. */
  @Test
  void silenceOfAnEmptyStageIsNoInterruption() {
    scene.viewer();
    scene.clients.player().listener.onState(Player.State.PLAYING);
    scene.clients.sync.remove("speakers", "Hana");
    scene.clients.sync.remove("speakers", "Sam");
    scene.clients.player().listener.onState(Player.State.BUFFERING);
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void theReasonOfAnInterruptionIsToldOnceItIsKnown() {
    scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    loseRoom();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("B07");
  }

  @Test
  void aComputerThatHasSleptConnectsAllAnewAndKeepsItsPlace() {
    StreamSession speaker = scene.speaker();
    speaker.reconnect();
    scene.settle();
    assertThat(scene.clients.room().reconnects).isEqualTo(1);
    assertThat(scene.clients.sync.reconnects).isEqualTo(1);
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.clients.rooms).hasSize(1);
  }

  @Test
  void anAttemptThatWaitsIsMadeAtOnceAfterSleep() {
    StreamSession speaker = scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    loseRoom();
    scene.loop.pass(Duration.ofSeconds(30));
    scene.backend.calls.clear();
    speaker.reconnect();
    scene.settle();
    assertThat(scene.backend.calls).containsExactly("speaker Sam");
  }

  @Test
  void aRefusedTokenIsReplaced() {
    scene.speaker();
    scene.clients.room().disconnect(new DisconnectReason.TokenRefused(20104, "expired"));
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.clients.rooms).hasSize(2);
  }

  @Test
  void theHostStaysTheHostThroughADrop() {
    scene.host();
    loseRoom();
    assertThat(scene.backend.calls).containsExactly("create Hana Talk", "speaker Hana");
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
  }

  @Test
  void everythingRecoversWithTheBackend() {
    scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTING);
    loseRoom();
    scene.loop.pass(Duration.ofSeconds(60));
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.speakers()).as("nobody vanishes meanwhile").contains("Hana", "Sam");
    scene.backend.refuseNoMore();
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTED);
    scene.loop.pass(Duration.ofSeconds(9));
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void attemptsAreSpreadOutAndEndAfterTwoMinutes() {
    scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    loseRoom();
    scene.loop.pass(Duration.ofSeconds(110));
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    long attempts = scene.backend.count("speaker");
    assertThat(attempts).isBetween(15L, 35L);
    scene.loop.pass(Duration.ofSeconds(30));
    assertThat(left())
        .isInstanceOfSatisfying(
            LeaveReason.Failed.class,
            failed -> assertThat(failed.problem().kind()).isEqualTo(StreamProblem.Kind.NO_NETWORK));
  }

  /** A player alone would reconnect for ever, and could not say why. */
  @Test
  void aListenerWhoseServerDoesNotComeBackGetsTheReasonAndThenAnEnd() {
    scene.viewer();
    scene.backend.refuseAlways("viewer", FakeBackend.unreachable());
    long joined = scene.backend.count("viewer");
    scene.clients.player().state(Player.State.RECONNECTING);
    scene.loop.pass(AudienceSeat.RECONNECTING.minusSeconds(1));
    assertThat(scene.backend.count("viewer")).isEqualTo(joined);
    scene.loop.pass(Duration.ofSeconds(2));
    assertThat(scene.clients.player().closed).isEqualTo(1);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.state().trouble().map(StreamProblem::code)).contains("B07");
    scene.loop.pass(Duration.ofSeconds(100));
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    scene.loop.pass(Duration.ofSeconds(30));
    assertThat(left())
        .isInstanceOfSatisfying(
            LeaveReason.Failed.class,
            failed -> assertThat(failed.problem().kind()).isEqualTo(StreamProblem.Kind.NO_NETWORK));
  }

  @Test
  void aPlayerThatComesBackByItselfHasItsWholeTimeAgain() {
    StreamSession viewer = scene.viewer();
    Duration most = AudienceSeat.RECONNECTING.minusSeconds(1);
    scene.clients.player().state(Player.State.RECONNECTING);
    scene.loop.pass(most);
    scene.clients.player().state(Player.State.PLAYING);
    scene.loop.pass(most);
    scene.clients.player().state(Player.State.RECONNECTING);
    scene.loop.pass(most);
    viewer.reconnect();
    scene.loop.pass(most);
    assertThat(scene.clients.players).hasSize(1);
    scene.loop.pass(Duration.ofSeconds(2));
    assertThat(scene.clients.players).hasSize(2);
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aComputerThatHasSleptGivesTheServerItsWholeTimeAgain() {
    StreamSession speaker = scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    loseRoom();
    scene.loop.pass(Duration.ofSeconds(110));
    speaker.reconnect();
    scene.loop.pass(Duration.ofSeconds(100));
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    scene.loop.pass(Duration.ofSeconds(30));
    assertThat(left()).isInstanceOf(LeaveReason.Failed.class);
  }

  @Test
  void aRoomThatDropsEveryConnectionAtOnceIsNotAskedAtFullPace() {
    scene.speaker();
    scene.clients.roomsDrop = true;
    loseRoom();
    scene.loop.pass(Duration.ofSeconds(20));
    assertThat(scene.clients.rooms).hasSizeBetween(5, 12);
    assertThat(scene.state().reconnecting()).isTrue();
    scene.clients.roomsDrop = false;
    scene.loop.pass(Duration.ofSeconds(8));
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aPlayerThatFailsEachTimeAtOnceIsNotStartedAtFullPace() {
    scene.viewer();
    scene.clients.playersDrop = true;
    scene.clients.player().fail(500);
    scene.loop.pass(Duration.ofSeconds(20));
    assertThat(scene.clients.players).hasSizeBetween(5, 12);
    scene.clients.playersDrop = false;
    scene.loop.pass(Duration.ofSeconds(8));
    assertThat(scene.state().playback()).isEqualTo(StreamState.Playback.PLAYING);
  }

  @Test
  void aBackendThatNamesAWaitIsNotAskedBeforeThat() {
    scene.speaker();
    scene.backend.refuse("speaker", FakeBackend.tooMany(Duration.ofSeconds(30)));
    loseRoom();
    long asked = scene.backend.count("speaker");
    scene.loop.pass(Duration.ofSeconds(29));
    assertThat(scene.backend.count("speaker")).isEqualTo(asked);
    scene.loop.pass(Duration.ofSeconds(17));
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aFullListOfListenersIsAskedForAfterTheWaitThatTheBackendNames() {
    scene.backend.refuse("present", FakeBackend.tooMany(Duration.ofSeconds(30)));
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofSeconds(29));
    assertThat(scene.backend.count("present")).isEqualTo(1);
    scene.loop.pass(Duration.ofSeconds(17));
    assertThat(scene.backend.count("present")).isEqualTo(2);
  }

  @Test
  void aStreamThatIsGoneOnReconnectingHasEnded() {
    scene.speaker();
    scene.backend.refuseAlways("speaker", FakeBackend.notFound());
    loseRoom();
    assertThat(left()).isEqualTo(new LeaveReason.EndedByHost());
  }

  @Test
  void aPasscodeThatHasExpiredMeanwhileIsTold() {
    scene.speaker();
    scene.backend.refuse(
        "speaker", FakeBackend.refusal(BackendException.Kind.PASSCODE, "passcode expired", ""));
    loseRoom();
    assertThat(left()).isEqualTo(new LeaveReason.Expired());
  }

  @Test
  void aStageThatHasClosedMeanwhileLeadsToTheAudience() {
    scene.speaker();
    scene.backend.refuse(
        "speaker", FakeBackend.refusal(BackendException.Kind.FORBIDDEN, "stage by invitation", ""));
    loseRoom();
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.notices()).containsExactly(Notice.Kind.MOVED_TO_AUDIENCE);
  }

  @Test
  void thePersonsOwnOldConnectionIsWaitedOut() {
    scene.speaker();
    scene.backend.refuse(
        "speaker", FakeBackend.refusal(BackendException.Kind.FORBIDDEN, "identity in use", ""));
    loseRoom();
    assertThat(scene.state().reconnecting()).isTrue();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aSpeakerRemovedWhileReconnectingIsMovedToTheAudience() {
    scene.speaker();
    scene.clients.roomsConnect = false;
    loseRoom();
    scene.clients.room().refuse(new DisconnectReason.Removed());
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.notices()).containsExactly(Notice.Kind.MOVED_TO_AUDIENCE);
  }

  @Test
  void aMissingRoomDoesNotMeanThatTheStreamHasEnded() {
    scene.speaker();
    scene.clients.roomsConnect = false;
    loseRoom();
    scene.clients.room().refuse(new DisconnectReason.Refused(53106, "room not found"));
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    scene.clients.roomsConnect = true;
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void newsOfALostRoomDoesNotAffectItsSuccessor() {
    scene.speaker();
    FakeRoom old = scene.clients.room();
    loseRoom();
    old.disconnect(new DisconnectReason.RoomCompleted());
    old.listener.onReconnecting(true);
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aPlayerThatReconnectsByItselfIsOnlyShown() {
    scene.viewer();
    scene.clients.player().state(Player.State.RECONNECTING);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().playback()).isEqualTo(StreamState.Playback.BUFFERING);
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.clients.players).hasSize(1);
  }

  @Test
  void aRefusedPlayerIsReplaced() {
    scene.viewer();
    scene.clients.player().fail(404);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.clients.players).hasSize(2);
    assertThat(scene.clients.players.getFirst().closed).isEqualTo(1);
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
    assertThat(scene.backend.count("present")).isEqualTo(2);
  }

  @Test
  void thePlayersEndIsTheEndOfTheStream() {
    scene.viewer();
    scene.clients.player().state(Player.State.ENDED);
    assertThat(left()).isEqualTo(new LeaveReason.EndedByHost());
  }

  @Test
  void theRoomsCompletionIsTheEndOfTheStream() {
    scene.speaker();
    scene.clients.room().disconnect(new DisconnectReason.RoomCompleted());
    assertThat(left()).isEqualTo(new LeaveReason.EndedByHost());
  }

  @Test
  void aListenerMissingFromTheListIsPutBack() {
    scene.viewer();
    scene.clients.sync.remove("viewers", "Vera");
    scene.loop.pass(Duration.ofSeconds(3));
    assertThat(scene.backend.count("present")).isEqualTo(2);
  }

  @Test
  void twoContendersForANameDoNotFloodTheBackend() {
    scene.viewer();
    for (int i = 0; i < 100; i++) {
      scene.clients.sync.put("viewers", "Vera");
      scene.clients.sync.remove("viewers", "Vera");
      scene.loop.pass(Duration.ofMillis(100));
    }
    assertThat(scene.backend.count("present")).isLessThan(8);
  }

  @Test
  void aFailedEntryInTheListIsTriedAgain() {
    scene.backend.refuse("present", FakeBackend.unreachable());
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.backend.count("present")).isEqualTo(2);
  }

  @Test
  void aReconnectionOfSyncIsShownAndChangesNothing() {
    scene.viewer();
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTING);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.speakers()).containsExactly("Hana", "Sam");
    scene.clients.sync.listener.onState(SyncClient.State.CONNECTED);
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }

  @Test
  void aRemovedMapIsOpenedAgainAndTheBackendIsAsked() {
    scene.viewer();
    scene.loop.pass(Duration.ofMinutes(1));
    scene.clients.sync.map("viewers").items.clear();
    scene.clients.sync.put("viewers", "Zoe");
    scene.clients.sync.drop("viewers");
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    scene.loop.pass(Duration.ofSeconds(3));
    assertThat(scene.state().audience()).containsExactly("Zoe");
    assertThat(scene.backend.count("viewer")).as("asked once").isEqualTo(2);
    assertThat(scene.clients.players).as("the sound goes on").hasSize(1);
  }

  @Test
  void aMapRemovedWithItsStreamEndsTheSession() {
    scene.viewer();
    scene.loop.pass(Duration.ofMinutes(1));
    scene.backend.refuseAlways("viewer", FakeBackend.notFound());
    scene.clients.sync.drop("viewers");
    scene.settle();
    assertThat(left()).isEqualTo(new LeaveReason.EndedByHost());
  }

  @Test
  void aMapThatCannotBeOpenedIsTriedUntilItCan() {
    scene.clients.sync.refusals.put("speakers", new SyncException(0, 0, "not sent"));
    scene.begin("Vera", Role.VIEWER, false);
    scene.clients.sync.speaker("Hana", true);
    assertThat(scene.state().reconnecting()).isTrue();
    scene.clients.sync.refusals.clear();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.speakers()).containsExactly("Hana");
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void peopleAlreadyKnownAreNotAnnouncedAgain() {
    scene.host();
    scene.clients.sync.put("raised_hands", "Vera");
    scene.clients.sync.speaker("Sam", false);
    assertThat(scene.notices()).containsExactly(Notice.Kind.HAND_RAISED, Notice.Kind.NOW_SPEAKING);
    scene.clients.sync.drop("raised_hands");
    scene.clients.sync.drop("speakers");
    scene.clients.sync.remove("speakers", "Sam");
    scene.clients.sync.speaker("Sam", false);
    scene.loop.pass(Duration.ofSeconds(5));
    assertThat(scene.notices()).hasSize(2);
  }
}
