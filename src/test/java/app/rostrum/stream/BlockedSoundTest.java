package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.MediaConnectivity;
import app.rostrum.media.PeerConnection.Upstream;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.Room;
import app.rostrum.stream.FakeSdkClients.FakePlayer;
import app.rostrum.stream.FakeSdkClients.FakeRoom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session whose server answers although no sound gets through. */
class BlockedSoundTest {
  private static final Optional<String> IN_ROOM = Optional.of("V11 192.0.2.7:8770");
  private static final Optional<String> IN_PLAYER = Optional.of("P07 192.0.2.7:8770");
  private final Scene scene = new Scene();

  private Optional<String> trouble() {
    return scene.state().trouble().map(StreamProblem::code);
  }

  @Test
  void aHostWithoutSoundIsToldAndStaysOnStage() {
    scene.clients.soundPasses = false;
    scene.host();
    assertThat(trouble()).isEmpty();
    scene.clients.room().connectivity(MediaConnectivity.BLOCKED);
    assertThat(trouble()).isEqualTo(IN_ROOM);
    assertThat(scene.state().reconnecting()).isTrue();
    assertThat(scene.state().quality()).isZero();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    scene.clients.room().connectivity(MediaConnectivity.WORKING);
    assertThat(trouble()).isEmpty();
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.clients.rooms).hasSize(1);
  }

  @Test
  void theQualityIsLostHoweverGoodTheMeasurementsLook() {
    scene.speaker();
    FakeRoom room = scene.clients.room();
    room.stats =
        new Room.Stats(
            0, Map.of(), Optional.empty(), 0, 5, 0, Upstream.NONE, Duration.ZERO, Optional.empty());
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().quality()).isEqualTo(5);
    room.connectivity(MediaConnectivity.BLOCKED);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().quality()).isZero();
  }

  @Test
  void theTroubleLastsThroughAnotherRoomUntilSoundGetsThroughThere() {
    scene.speaker();
    scene.clients.soundPasses = false;
    scene.clients.room().connectivity(MediaConnectivity.BLOCKED);
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53405, "no media"));
    scene.settle();
    assertThat(scene.clients.rooms).hasSize(2);
    assertThat(trouble()).isEqualTo(IN_ROOM);
    assertThat(scene.state().reconnecting()).isTrue();
    scene.clients.room().connectivity(MediaConnectivity.WORKING);
    assertThat(trouble()).isEmpty();
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aBackendThatCannotBeReachedEitherIsAnotherTrouble() {
    scene.speaker();
    scene.clients.room().connectivity(MediaConnectivity.BLOCKED);
    scene.backend.refuseAlways("speaker", FakeBackend.unreachable());
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53405, "no media"));
    assertThat(trouble()).contains("B07");
    assertThat(scene.state().reconnecting()).isTrue();
  }

  @Test
  void aListenerIsToldBeforeTheAttemptIsGivenUpForThatReason() {
    scene.clients.playersPlay = false;
    scene.begin("Vera", Role.VIEWER, false);
    scene.clients.player().connectivity(MediaConnectivity.BLOCKED);
    assertThat(trouble()).isEqualTo(IN_PLAYER);
    assertThat(scene.phase()).isEqualTo(new Phase.Joining(Role.VIEWER));
    scene.loop.pass(Duration.ofSeconds(21));
    assertThat(((Phase.Left) scene.phase()).reason())
        .isInstanceOfSatisfying(
            LeaveReason.Failed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo(IN_PLAYER.orElseThrow()));
    assertThat(trouble()).isEmpty();
  }

  @Test
  void aListenerWhoseSoundIsCutIsToldAndListensOn() {
    scene.viewer();
    FakePlayer player = scene.clients.player();
    player.connectivity(MediaConnectivity.WORKING);
    player.connectivity(MediaConnectivity.BLOCKED);
    assertThat(trouble()).isEqualTo(IN_PLAYER);
    assertThat(scene.state().quality()).isZero();
    player.state(Player.State.RECONNECTING);
    player.connectivity(MediaConnectivity.WORKING);
    player.state(Player.State.PLAYING);
    assertThat(trouble()).isEmpty();
    assertThat(scene.state().reconnecting()).isFalse();
    assertThat(scene.clients.players).hasSize(1);
  }

  @Test
  void aPromotedListenerHearsThePlayerUntilSoundGetsThroughToTheRoom() {
    StreamSession viewer = scene.invited();
    scene.clients.soundPasses = false;
    viewer.acceptInvitation(true);
    scene.clients.room().participants(FakeRoom.participant("Hana", false));
    scene.clients.room().connectivity(MediaConnectivity.BLOCKED);
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(trouble()).isEqualTo(IN_ROOM);
    assertThat(scene.clients.player().closed).isZero();
    scene.clients.room().connectivity(MediaConnectivity.WORKING);
    assertThat(trouble()).isEmpty();
    scene.settle();
    assertThat(scene.clients.player().closed).isEqualTo(1);
  }

  @Test
  void aWayBackToTheRoomLeavesThePlayersTroubleBehind() {
    StreamSession speaker = scene.speaker();
    scene.clients.playersPlay = false;
    speaker.leaveStage();
    scene.clients.player().connectivity(MediaConnectivity.BLOCKED);
    assertThat(trouble()).isEqualTo(IN_PLAYER);
    scene.loop.pass(Duration.ofSeconds(21));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(trouble()).isEmpty();
  }
}
