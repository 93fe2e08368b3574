package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever the parts around a session throw, an {@link Error} included, the session goes on. */
class UnexpectedErrorsTest {
  private static final Error BROKEN = new AssertionError("broken");
  private final Scene scene = new Scene();

  UnexpectedErrorsTest() {
    scene.loop.contains = true;
  }

  private void assertFailed(StreamProblem.Kind kind) {
    assertThat(scene.phase())
        .isInstanceOfSatisfying(
            Phase.Left.class,
            left ->
                assertThat(left.reason())
                    .isInstanceOfSatisfying(
                        LeaveReason.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(kind)));
  }

  @Test
  void aBackendThatBreaksWhileJoiningIsTold() {
    scene.backend.errors.put("viewer", BROKEN);
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(scene.state().trouble().map(StreamProblem::kind))
        .contains(StreamProblem.Kind.SERVER);
    scene.loop.pass(Duration.ofMinutes(3));
    assertFailed(StreamProblem.Kind.SERVER);
  }

  @Test
  void aBackendThatBreaksLaterIsTold() {
    StreamSession viewer = scene.viewer();
    scene.backend.errors.put("hand", BROKEN);
    viewer.raiseHand(true);
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
    scene.backend.errors.clear();
    viewer.raiseHand(true);
    assertThat(scene.state().handRaised()).isTrue();
  }

  @Test
  void aPlayerThatCannotBeCreatedEndsJoining() {
    scene.clients.making = BROKEN;
    scene.begin("Vera", Role.VIEWER, false);
    assertFailed(StreamProblem.Kind.MEDIA);
  }

  @Test
  void aRoomThatCannotBeCreatedEndsJoining() {
    scene.clients.making = BROKEN;
    scene.begin("Sam", Role.SPEAKER, true);
    assertFailed(StreamProblem.Kind.MEDIA);
  }

  @Test
  void aRoomThatCannotBeCreatedIsTriedAgainWhileReconnecting() {
    scene.speaker();
    scene.clients.making = BROKEN;
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53001, "lost"));
    assertThat(scene.state().reconnecting()).isTrue();
    scene.clients.making = null;
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.state().reconnecting()).isFalse();
  }

  @Test
  void aMeasurementThatBreaksIsRepeated() {
    scene.speaker();
    scene.clients.room().measuring = BROKEN;
    scene.loop.pass(Duration.ofSeconds(1));
    int before = scene.clients.room().measured;
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.clients.room().measured).isGreaterThan(before);
  }

  @Test
  void aRoomThatBreaksWhenItIsClosedDoesNotKeepTheSessionOpen() {
    StreamSession speaker = scene.speaker();
    scene.clients.room().closing = BROKEN;
    speaker.leave();
    assertThat(scene.loop.shutDown).isTrue();
    assertThat(scene.clients.sync.closed).isEqualTo(1);
  }

  @Test
  void aConsumerThatBreaksHearsOfTheEndAllTheSame() {
    StreamSession speaker = scene.speaker();
    scene.consuming = BROKEN;
    speaker.setMicrophone(false);
    scene.settle();
    speaker.leave();
    assertThat(scene.states.getLast().phase()).isInstanceOf(Phase.Left.class);
    assertThat(scene.clients.room().closed).isEqualTo(1);
    assertThat(scene.loop.shutDown).isTrue();
  }

  @Test
  void aChatThatBreaksIsOpenedAgain() {
    StreamSession viewer = scene.viewer();
    scene.clients.chat.as("Vera").breaking = BROKEN;
    viewer.sendMessage("Hello");
    scene.settle();
    scene.clients.chat.breaking = null;
    scene.loop.pass(Duration.ofMinutes(1));
    assertThat(scene.state().chat().access()).isEqualTo(Chat.Access.OPEN);
    assertThat(scene.state().chat().messages())
        .extracting(Chat.Message::delivery)
        .containsExactly(Chat.Delivery.SENT);
  }
}
