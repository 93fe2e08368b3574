package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private final Scene scene = new Scene();

  private StreamProblem.Kind failure() {
    return ((LeaveReason.Failed) ((Phase.Left) scene.phase()).reason()).problem().kind();
  }

  @Test
  void aHostCreatesAStreamAndIsOnAir() {
    scene.host();
    assertThat(scene.backend.calls).containsExactly("create Hana Talk");
    assertThat(scene.phases())
        .containsExactly(new Phase.Joining(Role.HOST), new Phase.OnStage(Role.HOST));
    assertThat(scene.state().microphoneOn()).isTrue();
    assertThat(scene.clients.track().enabled()).isTrue();
    assertThat(scene.speakers()).containsExactly("Hana");
    assertThat(scene.state().speakers().getFirst().host()).isTrue();
    assertThat(scene.state().speakers().getFirst().self()).isTrue();
  }

  @Test
  void aSpeakerJoinsMutedUnlessAskedOtherwise() {
    scene.begin("Sam", Role.SPEAKER, false);
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(scene.clients.track().enabled()).isFalse();
    assertThat(scene.state().microphoneOn()).isFalse();
  }

  @Test
  void aViewerIsInTheListOnceThePlayerPlays() {
    scene.clients.playersPlay = false;
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(scene.phase()).isEqualTo(new Phase.Joining(Role.VIEWER));
    assertThat(scene.backend.count("present")).isZero();
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.backend.count("present")).isEqualTo(1);
    assertThat(scene.state().playback()).isEqualTo(StreamState.Playback.PLAYING);
  }

  @Test
  void onceInTheListTheBackendIsNotAskedAgain() {
    scene.viewer();
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.backend.count("present")).isEqualTo(1);
  }

  @Test
  void aListenerArrivesInASilentStreamToo() {
    scene.clients.playersPlay = false;
    scene.begin("Vera", Role.VIEWER, false);
    scene.clients.player().state(Player.State.BUFFERING);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(scene.state().playback()).isEqualTo(StreamState.Playback.BUFFERING);
  }

  @Test
  void syncAndTheRoomComeUpSideBySide() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    assertThat(scene.clients.rooms).hasSize(1);
    assertThat(scene.clients.syncConnections).isEqualTo(1);
  }

  @Test
  void aTakenStreamNameIsTold() {
    scene.backend.refuse(
        "create",
        FakeBackend.refusal(BackendException.Kind.REFUSED, "error creating room", "Room exists"));
    scene.begin("Hana", Role.HOST, true);
    assertThat(failure()).isEqualTo(StreamProblem.Kind.STREAM_NAME_TAKEN);
    assertThat(scene.clients.rooms).isEmpty();
  }

  @Test
  void aMissingStreamIsTold() {
    scene.backend.refuse("viewer", FakeBackend.notFound());
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(failure()).isEqualTo(StreamProblem.Kind.STREAM_NOT_FOUND);
  }

  @Test
  void aStageByInvitationIsTold() {
    scene.backend.refuse(
        "speaker",
        FakeBackend.refusal(
            BackendException.Kind.FORBIDDEN, "stage by invitation", "Raise your hand."));
    scene.begin("Sam", Role.SPEAKER, true);
    assertThat(failure()).isEqualTo(StreamProblem.Kind.STAGE_CLOSED);
  }

  @Test
  void aRoomThatRefusesEndsTheAttempt() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    scene.clients.room().refuse(new DisconnectReason.Refused(53105, "room full"));
    assertThat(scene.phase()).isInstanceOf(Phase.Left.class);
    assertThat(((LeaveReason.Failed) ((Phase.Left) scene.phase()).reason()).problem().code())
        .isEqualTo("V05 53105");
    assertThat(scene.clients.sync.closed).isEqualTo(1);
  }

  @Test
  void aRoomThatNeverAnswersIsGivenUp() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    scene.loop.pass(Duration.ofMinutes(3));
    assertThat(failure()).isEqualTo(StreamProblem.Kind.NO_NETWORK);
    scene.clients.room().connect();
    assertThat(scene.clients.room().closed).as("a late room is left again").isPositive();
  }

  @Test
  void aPlayerThatIsRefusedEndsTheAttempt() {
    scene.clients.playersPlay = false;
    scene.begin("Vera", Role.VIEWER, false);
    scene.clients.player().fail(403);
    assertThat(failure()).isEqualTo(StreamProblem.Kind.FORBIDDEN);
  }

  @Test
  void aDeploymentWithoutPlaybackIsTold() {
    scene.backend.whep = false;
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(failure()).isEqualTo(StreamProblem.Kind.MEDIA);
  }

  @Test
  void aStreamCreatedTooLateIsDeleted() {
    scene.loop.hold();
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.leave();
    scene.loop.letGo();
    assertThat(scene.backend.calls).containsExactly("create Hana Talk", "delete Talk");
    assertThat(scene.loop.shutDown).isTrue();
  }

  @Test
  void leavingWhileTheRoomConnectsLeavesTheRoomToo() {
    scene.clients.roomsConnect = false;
    StreamSession speaker = scene.begin("Sam", Role.SPEAKER, true);
    speaker.leave();
    scene.clients.room().connect();
    assertThat(scene.clients.room().closed).isEqualTo(1);
  }

  @Test
  void theCreatorIsTheHostEvenAfterJoiningAsASpeaker() {
    scene.clients.sync.speaker("Hana", true);
    scene.begin("Hana", Role.SPEAKER, true);
    scene.clients.sync.speaker("Hana", true);
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
  }
}
