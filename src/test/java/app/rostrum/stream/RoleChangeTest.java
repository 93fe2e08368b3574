package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.FakeSdkClients.FakePlayer;
import app.rostrum.stream.FakeSdkClients.FakeRoom;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoleChangeTest {
  private static final Phase TO_STAGE = new Phase.Changing(Role.VIEWER, Role.SPEAKER);
  private static final Phase TO_AUDIENCE = new Phase.Changing(Role.SPEAKER, Role.VIEWER);
  private static final Phase ON_STAGE = new Phase.OnStage(Role.SPEAKER);
  private static final Phase IN_AUDIENCE = new Phase.InAudience();
  private final Scene scene = new Scene();

  private FakeRoom accept(StreamSession viewer) {
    scene.clients.roomsConnect = false;
    viewer.acceptInvitation(true);
    return scene.clients.room();
  }

  @Test
  void thePlayerGoesOnUntilTheRoomIsHeard() {
    StreamSession viewer = scene.invited();
    FakePlayer player = scene.clients.player();
    FakeRoom room = accept(viewer);
    assertThat(scene.phase()).isEqualTo(TO_STAGE);
    assertThat(player.closed).isZero();
    room.participants(FakeRoom.participant("Hana", true));
    room.connect();
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(player.closed).as("still heard").isZero();
    room.sound.complete(null);
    scene.loop.pass(Duration.ofMillis(150));
    assertThat(player.closed).as("the room's jitter buffer fills").isZero();
    scene.loop.pass(Duration.ofMillis(100));
    assertThat(player.closed).isEqualTo(1);
    assertThat(scene.state().microphoneOn()).isTrue();
    assertThat(scene.state().invited()).isFalse();
    assertThat(scene.clients.syncConnections).as("Sync stays").isEqualTo(1);
    assertThat(scene.notices()).containsExactly(Notice.Kind.NOW_SPEAKING);
  }

  @Test
  void aPromotionShowsThePresentToken() {
    StreamSession viewer = scene.invited();
    String before = scene.clients.player().token;
    viewer.acceptInvitation(true);
    int call = scene.backend.calls.indexOf("speaker Vera");
    assertThat(scene.backend.tokensSeen.get(call)).isEqualTo(before);
    assertThat(scene.clients.sync.token).isEqualTo(scene.clients.room().token).isNotEqualTo(before);
  }

  @Test
  void theOverlapEndsAtOnceWhenNobodyElseCanBeHeard() {
    FakeRoom room = accept(scene.invited());
    room.connect();
    room.participants(
        FakeRoom.participant("Hana", false), FakeRoom.participant("video-composer-1", true));
    scene.settle();
    assertThat(scene.clients.player().closed).isEqualTo(1);
  }

  @Test
  void withoutNewsTheOverlapEndsAfterTwoSeconds() {
    FakeRoom room = accept(scene.invited());
    room.connect();
    scene.loop.pass(Duration.ofMillis(1900));
    assertThat(scene.clients.player().closed).isZero();
    scene.loop.pass(Duration.ofMillis(200));
    assertThat(scene.clients.player().closed).isEqualTo(1);
  }

  @Test
  void aPromotionThatIsRefusedGoesBackToTheAudience() {
    StreamSession viewer = scene.invited();
    scene.backend.refuse(
        "speaker", FakeBackend.refusal(BackendException.Kind.FORBIDDEN, "stage by invitation", ""));
    viewer.acceptInvitation(true);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
    assertThat(scene.clients.player().closed).isZero();
  }

  @Test
  void aRoomThatCannotBeConnectedGoesBackToTheAudience() {
    FakeRoom room = accept(scene.invited());
    room.refuse(new DisconnectReason.ConnectionLost(53405, "no media"));
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
    assertThat(scene.backend.count("present")).as("back in the list").isEqualTo(2);
  }

  @Test
  void clickingTwiceAcceptsOnce() {
    StreamSession viewer = scene.invited();
    FakeRoom room = accept(viewer);
    viewer.acceptInvitation(false);
    viewer.acceptInvitation(true);
    room.connect();
    assertThat(scene.clients.rooms).hasSize(1);
    assertThat(scene.backend.count("speaker")).isEqualTo(1);
    assertThat(scene.state().microphoneOn()).isTrue();
  }

  @Test
  void withoutAnInvitationNothingIsAccepted() {
    scene.viewer().acceptInvitation(true);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.clients.rooms).isEmpty();
  }

  @Test
  void theMicrophoneCanBeClosedOnTheWayToTheStage() {
    StreamSession viewer = scene.invited();
    FakeRoom room = accept(viewer);
    viewer.setMicrophone(false);
    room.connect();
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.clients.track().enabled()).isFalse();
  }

  @Test
  void leavingTheStageDuringAPromotionLeadsBackToTheAudience() {
    StreamSession viewer = scene.invited();
    FakeRoom room = accept(viewer);
    viewer.leaveStage();
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    room.connect();
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(room.closed).isPositive();
    assertThat(scene.clients.player().closed).isZero();
  }

  @Test
  void theHostRemovesWhileThePromotionIsInFlight() {
    FakeRoom room = accept(scene.invited());
    room.refuse(new DisconnectReason.Removed());
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.notices()).containsExactly(Notice.Kind.MOVED_TO_AUDIENCE);
    assertThat(scene.clients.player().closed).isZero();
  }

  @Test
  void theHostRemovesWhileBothAreHeard() {
    FakeRoom room = accept(scene.invited());
    FakePlayer old = scene.clients.player();
    room.connect();
    scene.clients.playersPlay = false;
    room.disconnect(new DisconnectReason.Removed());
    assertThat(scene.phase()).isEqualTo(TO_AUDIENCE);
    assertThat(old.closed).as("heard until the new player plays").isZero();
    scene.loop.pass(Duration.ofSeconds(3));
    assertThat(old.closed).isZero();
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(old.closed).isEqualTo(1);
    assertThat(scene.clients.player().closed).isZero();
  }

  @Test
  void aRemovalDuringAPromotionReplacesALostPlayer() {
    FakeRoom room = accept(scene.invited());
    scene.clients.player().fail(404);
    scene.clients.playersPlay = false;
    room.refuse(new DisconnectReason.Removed());
    assertThat(scene.phase()).isNotEqualTo(TO_STAGE).isNotEqualTo(IN_AUDIENCE);
    assertThat(scene.notices()).containsExactly(Notice.Kind.MOVED_TO_AUDIENCE);
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.clients.players).hasSize(2);
  }

  @Test
  void theVolumeReachesThePlayerThatIsHeardAndTheOneToCome() {
    StreamSession viewer = scene.invited();
    viewer.setVolume(0.3);
    accept(viewer).connect();
    assertThat(scene.clients.player().volume).isEqualTo(0.3);
    scene.clients.playersPlay = false;
    viewer.leaveStage();
    assertThat(scene.clients.player().volume).as("kept for the next player").isEqualTo(0.3);
    viewer.setVolume(0.7);
    assertThat(scene.clients.player().volume).as("of a player that is starting").isEqualTo(0.7);
  }

  @Test
  void theStreamEndsWhileGoingOnStage() {
    FakeRoom room = accept(scene.invited());
    scene.clients.player().state(Player.State.ENDED);
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.EndedByHost()));
    room.connect();
    assertThat(room.closed).isEqualTo(1);
  }

  @Test
  void theRoomSaysThatTheStreamHasEndedWhileGoingOnStage() {
    FakeRoom room = accept(scene.invited());
    room.refuse(new DisconnectReason.RoomCompleted());
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.EndedByHost()));
  }

  @Test
  void leavingTheStageDuringAPromotionReplacesALostPlayer() {
    StreamSession viewer = scene.invited();
    accept(viewer);
    scene.clients.player().fail(404);
    viewer.leaveStage();
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.clients.players).hasSize(2);
    assertThat(scene.state().playback()).isEqualTo(StreamState.Playback.PLAYING);
  }

  @Test
  void aLostPlayerAndARefusedRoomLeadBackToTheAudience() {
    FakeRoom room = accept(scene.invited());
    scene.clients.player().fail(404);
    assertThat(scene.phase()).isEqualTo(TO_STAGE);
    room.refuse(new DisconnectReason.ConnectionLost(53405, ""));
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.clients.players).hasSize(2);
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void aSpeakerMovedByTheHostGoesOnListening() {
    scene.speaker();
    scene.clients.playersPlay = false;
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    assertThat(scene.phase()).isEqualTo(TO_AUDIENCE);
    assertThat(scene.notices()).containsExactly(Notice.Kind.MOVED_TO_AUDIENCE);
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.backend.count("present Sam")).isEqualTo(1);
    assertThat(scene.speakers()).containsExactly("Hana");
  }

  @Test
  void aSpeakerMovedWithoutNetworkGetsThereInTheEnd() {
    scene.speaker();
    scene.backend.refuseAlways("viewer", FakeBackend.unreachable());
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    scene.loop.pass(Duration.ofSeconds(30));
    assertThat(scene.phase()).isEqualTo(TO_AUDIENCE);
    assertThat(scene.state().reconnecting()).isTrue();
    scene.backend.refuseNoMore();
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
  }

  @Test
  void onLeavingTheStageTheRoomStaysUntilThePlayerPlays() {
    StreamSession speaker = scene.speaker();
    FakeRoom room = scene.clients.room();
    scene.clients.playersPlay = false;
    speaker.leaveStage();
    assertThat(scene.phase()).isEqualTo(TO_AUDIENCE);
    scene.clients.player().state(Player.State.BUFFERING);
    assertThat(room.closed).as("connected is not heard").isZero();
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(room.closed).as("the player's jitter buffer fills").isZero();
    assertThat(scene.clients.track().enabled()).as("nobody hears this person any more").isFalse();
    scene.loop.pass(Duration.ofMillis(200));
    assertThat(room.closed).isEqualTo(1);
    assertThat(scene.notices()).isEmpty();
  }

  @Test
  void leavingRightAfterTheStageLeavesTheRoomToo() {
    StreamSession speaker = scene.speaker();
    speaker.leaveStage();
    speaker.leave();
    assertThat(scene.clients.room().closed).isEqualTo(1);
    assertThat(scene.clients.player().closed).isEqualTo(1);
  }

  @Test
  void aSpeakerWhoCannotLeaveTheStageStaysThere() {
    StreamSession speaker = scene.speaker();
    scene.clients.playersPlay = false;
    speaker.leaveStage();
    scene.clients.player().fail(500);
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.clients.room().closed).isZero();
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
    assertThat(scene.state().microphoneOn()).isTrue();
  }

  @Test
  void leavingTheStageTwiceHasOneEffect() {
    StreamSession speaker = scene.speaker();
    scene.clients.playersPlay = false;
    speaker.leaveStage();
    speaker.leaveStage();
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
    assertThat(scene.notices()).isEmpty();
  }

  @Test
  void aRemovalWhileLeavingTheStageChangesNothing() {
    StreamSession speaker = scene.speaker();
    scene.clients.playersPlay = false;
    speaker.leaveStage();
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    scene.clients.player().state(Player.State.BUFFERING);
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.notices()).isEmpty();
  }

  @Test
  void aRoomLostWhileLeavingLeavesNoWayBack() {
    StreamSession speaker = scene.speaker();
    scene.clients.playersPlay = false;
    speaker.leaveStage();
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53001, ""));
    scene.clients.player().fail(500);
    assertThat(scene.state().reconnecting()).isTrue();
    scene.clients.playersPlay = true;
    scene.loop.pass(Duration.ofSeconds(5));
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
  }

  @Test
  void anInvitationOnTheWayToTheAudienceWaitsThere() {
    scene.speaker();
    scene.clients.playersPlay = false;
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    scene.clients.sync.invite("Sam", true);
    assertThat(scene.state().invited()).isFalse();
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.state().invited()).isTrue();
  }

  @Test
  void thereAndBackAndThereAgain() {
    StreamSession viewer = scene.invited();
    viewer.acceptInvitation(true);
    scene.clients.sync.remove("viewers", "Vera");
    scene.clients.sync.speaker("Vera", false);
    scene.clients.room().sound.complete(null);
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    scene.clients.sync.invite("Vera", false);
    scene.clients.sync.remove("speakers", "Vera");
    scene.clients.sync.put("viewers", "Vera");
    assertThat(scene.phase()).isEqualTo(IN_AUDIENCE);
    assertThat(scene.state().invited()).isFalse();
    scene.clients.sync.invite("Vera", true);
    viewer.acceptInvitation(false);
    assertThat(scene.phase()).isEqualTo(ON_STAGE);
    assertThat(scene.state().microphoneOn()).isFalse();
    assertThat(scene.clients.syncConnections).isEqualTo(1);
  }

  @Test
  void theHostHasNoWayIntoTheAudience() {
    scene.host().leaveStage();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void joiningElsewhereUnderTheSameNameReplacesThisSession() {
    scene.speaker();
    scene.clients.room().disconnect(new DisconnectReason.Replaced());
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Replaced()));
  }

  @Test
  void whoIsMutedForOneselfStaysSoInEachRoom() {
    StreamSession viewer = scene.invited();
    viewer.silence("Hana", true);
    FakeRoom first = accept(viewer);
    first.connect();
    assertThat(first.silenced).containsExactly("Hana");
    viewer.silence("Zoë", true);
    viewer.silence("Hana", false);
    assertThat(first.silenced).containsExactly("Zoë");
    first.listener.onDisconnected(new DisconnectReason.ConnectionLost(0, "gone"));
    scene.settle();
    scene.loop.pass(Duration.ofSeconds(30));
    FakeRoom second = scene.clients.room();
    assertThat(second).isNotSameAs(first);
    second.connect();
    assertThat(second.silenced).containsExactly("Zoë");
  }
}
