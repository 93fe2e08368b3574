package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.sdk.player.Player;
import app.rostrum.sdk.video.DisconnectReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A first join or creation on a slow or busy machine. */
class PersistentJoiningTest {
  private static final BackendException SILENT =
      FakeBackend.refusal(Kind.NO_ANSWER, "no answer in time", "");
  private static final BackendException NAME_TAKEN =
      FakeBackend.refusal(Kind.FORBIDDEN, "identity in use", "");
  private final Scene scene = new Scene();

  private Optional<String> trouble() {
    return scene.state().trouble().map(StreamProblem::code);
  }

  private Optional<String> failure() {
    return scene.phase() instanceof Phase.Left(LeaveReason.Failed(var problem))
        ? Optional.of(problem.code())
        : Optional.empty();
  }

  // Joining.

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.INCLUDE,
      names = {"UNREACHABLE", "NO_ANSWER", "SERVER_ERROR", "REFUSED", "CONNECTION_REFUSED"})
  void aJoinThatFailsForAPassingReasonIsRepeatedAndSaysSo(Kind kind) {
    scene.backend.refuse("viewer", FakeBackend.refusal(kind, "x", ""));
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(scene.phase()).isEqualTo(new Phase.Joining(Role.VIEWER));
    assertThat(trouble()).isPresent();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    assertThat(trouble()).isEmpty();
    assertThat(scene.backend.count("viewer")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.INCLUDE,
      names = {"PASSCODE", "FORBIDDEN", "INVALID", "WRONG_ADDRESS", "CERTIFICATE_EXPIRED"})
  void aJoinThatCannotSucceedIsNotRepeated(Kind kind) {
    scene.backend.refuse("viewer", FakeBackend.refusal(kind, "x", ""));
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(failure()).isPresent();
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
  }

  @Test
  void theServersWaitIsTheLeast() {
    scene.backend.refuse("viewer", FakeBackend.tooMany(Duration.ofSeconds(20)));
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofSeconds(19));
    assertThat(scene.backend.count("viewer")).isEqualTo(1);
    scene.loop.pass(Duration.ofSeconds(12));
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }

  @Test
  void aWaitThatIsTooLongIsToldInstead() {
    scene.backend.refuse("viewer", FakeBackend.tooMany(Duration.ofMinutes(4)));
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(failure()).contains("B09");
  }

  @Test
  void aWaitThatIsLongerThanTheTimeLeftIsToldInstead() {
    scene.backend.refuse("viewer", FakeBackend.tooMany(Duration.ofSeconds(50)));
    scene.backend.refuse("viewer", FakeBackend.tooMany(Duration.ofSeconds(90)));
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofSeconds(80));
    assertThat(failure()).contains("B09");
  }

  @Test
  void theWaitsGrowAndEndAfterTwoMinutes() {
    scene.backend.refuseAlways("viewer", SILENT);
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.phase()).isEqualTo(new Phase.Joining(Role.VIEWER));
    scene.loop.pass(Duration.ofMinutes(2));
    assertThat(failure()).contains("B07");
    assertThat(scene.backend.count("viewer")).isBetween(15L, 40L);
    assertThat(scene.loop.pendingTimers()).isZero();
  }

  @Test
  void thePersonCanCancelMeanwhile() {
    scene.backend.refuseAlways("viewer", SILENT);
    StreamSession session = scene.begin("Vera", Role.VIEWER, false);
    session.leave();
    long before = scene.backend.count("viewer");
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.backend.count("viewer")).isEqualTo(before);
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Chosen()));
  }

  @Test
  void aNameReservedByAJoinWhoseAnswerWasLostIsWaitedFor() {
    scene.backend.refuse("viewer", SILENT);
    scene.backend.refuse("viewer", NAME_TAKEN);
    scene.backend.refuse("viewer", NAME_TAKEN);
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }

  @Test
  void aNameOfSomebodyElseIsToldAtOnce() {
    scene.backend.refuse("viewer", FakeBackend.refusal(Kind.CONNECTION_REFUSED, "", ""));
    scene.backend.refuse("viewer", NAME_TAKEN);
    scene.begin("Vera", Role.VIEWER, false);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(failure()).contains("B03");
  }

  @Test
  void aRoomThatIsLostOnTheWayIsJoinedAgainWithTheToken() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    scene.clients.roomsConnect = true;
    scene.clients.room().refuse(new DisconnectReason.ConnectionLost(53000, "busy"));
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(scene.backend.tokensSeen.getLast()).isNotEmpty();
  }

  @Test
  void aBusySignalingServerIsAskedAgain() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    scene.clients.roomsConnect = true;
    scene.clients.room().refuse(new DisconnectReason.Refused(53006, "the server is busy"));
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
  }

  // Time-outs follow progress.

  @Test
  void aRoomThatGetsOnIsNotCut() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    for (int step = 0; step < 5; step++) {
      scene.loop.pass(Duration.ofSeconds(15));
      scene.clients.room().listener.onProgress();
    }
    assertThat(scene.clients.rooms).hasSize(1);
    scene.clients.room().connect();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
  }

  @Test
  void aPlayerThatGetsOnIsNotCut() {
    scene.clients.playersPlay = false;
    scene.begin("Vera", Role.VIEWER, false);
    for (int step = 0; step < 5; step++) {
      scene.loop.pass(Duration.ofSeconds(15));
      scene.clients.player().listener.onProgress();
    }
    assertThat(scene.clients.players).hasSize(1);
    scene.clients.player().state(Player.State.PLAYING);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }

  @Test
  void progressWithoutEndIsCutAfterTwoMinutes() {
    scene.clients.roomsConnect = false;
    scene.begin("Sam", Role.SPEAKER, true);
    for (int step = 0; step < 14; step++) {
      scene.loop.pass(Duration.ofSeconds(10));
      scene.clients.room().listener.onProgress();
    }
    assertThat(failure()).contains("V02");
  }

  // Creating.

  @Test
  void aCreationWhoseAnswerWasLostIsAskedForAgainByTheSameKey() {
    scene.backend.refuse("create", SILENT);
    scene.begin("Hana", Role.HOST, true);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    assertThat(scene.backend.calls).containsExactly("create Hana Talk", "create Hana Talk");
    assertThat(scene.backend.creationKeys).hasSize(1);
  }

  @Test
  void aStreamThatExistsIsNotCreatedAgain() {
    scene.clients.roomsConnect = false;
    scene.begin("Hana", Role.HOST, true);
    scene.clients.roomsConnect = true;
    scene.clients.room().refuse(new DisconnectReason.ConnectionLost(53000, "busy"));
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    assertThat(scene.backend.calls).containsExactly("create Hana Talk", "speaker Hana");
  }

  @Test
  void aHostWhoNeverGetsInLeavesNoStreamBehind() {
    scene.clients.roomsConnect = false;
    scene.begin("Hana", Role.HOST, true);
    scene.loop.pass(Duration.ofMinutes(3));
    assertThat(failure()).contains("V02");
    assertThat(scene.backend.calls).endsWith("delete Talk");
    assertThat(scene.loop.shutDown).isTrue();
  }

  @Test
  void aHostWhoGivesUpLeavesNoStreamBehind() {
    scene.clients.roomsConnect = false;
    scene.begin("Hana", Role.HOST, true).endStream();
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Chosen()));
    assertThat(scene.backend.calls).containsExactly("create Hana Talk", "delete Talk");
  }

  @Test
  void aCreationThatIsGivenUpBeforeItsAnswerIsDeletedWhenTheAnswerComes() {
    scene.loop.hold();
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.endStream();
    assertThat(host.settled()).isNotDone();
    scene.loop.letGo();
    assertThat(scene.backend.calls).containsExactly("create Hana Talk", "delete Talk");
    assertThat(host.settled()).isDone();
  }

  @Test
  void aCreationThatIsGivenUpAndWhoseAnswerIsLostIsFoundByItsKeyAndDeleted() {
    scene.loop.hold();
    scene.backend.refuse("create", SILENT);
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.leave();
    scene.loop.letGo();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.backend.calls)
        .containsExactly("create Hana Talk", "create Hana Talk", "delete Talk");
    assertThat(scene.backend.creationKeys).hasSize(1);
    assertThat(host.settled()).isDone();
  }

  @Test
  void aCreationThatIsGivenUpBetweenTwoAttemptsIsDeletedToo() {
    scene.backend.refuse("create", SILENT);
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.leave();
    assertThat(scene.backend.calls)
        .containsExactly("create Hana Talk", "create Hana Talk", "delete Talk");
    assertThat(host.settled()).isDone();
  }

  @Test
  void aDeletionThatFailsIsRepeated() {
    scene.clients.roomsConnect = false;
    scene.backend.refuse("delete", SILENT);
    scene.backend.refuse("delete", FakeBackend.tooMany(Duration.ofSeconds(5)));
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.leave();
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.backend.count("delete")).isEqualTo(3);
    assertThat(host.settled()).isDone();
  }

  @Test
  void takingBackEndsAfterAMinuteAtADeadNetwork() {
    scene.clients.roomsConnect = false;
    scene.backend.refuseAlways("delete", SILENT);
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.leave();
    scene.loop.pass(Duration.ofMinutes(2));
    assertThat(host.settled()).isDone();
    assertThat(scene.loop.shutDown).isTrue();
    assertThat(scene.loop.pendingTimers()).isZero();
  }

  @Test
  void aStreamThatExistsIsDeletedWhateverTheCallUnderWayIsAnswered() {
    scene.clients.roomsConnect = false;
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    scene.loop.hold();
    scene.clients.room().refuse(new DisconnectReason.ConnectionLost(53000, "busy"));
    scene.loop.pass(Duration.ofSeconds(1));
    scene.backend.refuse("speaker", NAME_TAKEN);
    scene.backend.refuse("delete", SILENT);
    host.leave();
    scene.loop.letGo();
    assertThat(host.settled()).isNotDone();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.backend.count("delete")).isEqualTo(2);
    assertThat(host.settled()).isDone();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.INCLUDE,
      names = {"REFUSED", "CONNECTION_REFUSED", "TOO_MANY_ATTEMPTS"})
  void aCreationThatWasRefusedLeavesNothingToDelete(Kind kind) {
    scene.loop.hold();
    scene.backend.refuse("create", FakeBackend.refusal(kind, "error creating room", "x"));
    StreamSession host = scene.begin("Hana", Role.HOST, true);
    host.leave();
    scene.loop.letGo();
    assertThat(scene.backend.calls).containsExactly("create Hana Talk");
    assertThat(host.settled()).isDone();
  }

  @Test
  void aStreamThatTheHostHasEnteredIsNotDeletedByLeaving() {
    scene.host().leave();
    assertThat(scene.backend.count("delete")).isZero();
  }
}
