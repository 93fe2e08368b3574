package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.StreamSessions;
import app.rostrum.hosting.Interrupted;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The app's first sign-in after it was interrupted while its person hosted. */
@ExtendWith(ApplicationExtension.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostReturnTest {
  private final FakeServices fakes = new FakeServices();
  private volatile Supplier<Interrupted> found = Interrupted.None::new;
  private final AtomicBoolean forgotten = new AtomicBoolean();

  /** The fake sessions, with what was found of an earlier run. */
  private record WithHosting(StreamSessions sessions, Supplier<Interrupted> found, Runnable forget)
      implements StreamSessions {
    @Override
    public Interrupted interrupted(Backend backend, String identity) {
      return found.get();
    }

    @Override
    public void forgetHosting() {
      forget.run();
    }

    @Override
    public StreamSession begin(
        Backend backend, String identity, Entry entry, Consumer<StreamState> onState) {
      return sessions.begin(backend, identity, entry, onState);
    }
  }

  @Start
  void start(Stage window) {
    Platform.setImplicitExit(false);
    fakes.around =
        sessions -> new WithHosting(sessions, () -> found.get(), () -> forgotten.set(true));
    new RostrumApp(fakes.services()).start(window);
    window.setX(0);
    window.setY(0);
    window.setWidth(940);
    window.setHeight(700);
  }

  private static void see(FxRobot robot, String id) {
    await(id + " is seen")
        .until(() -> robot.lookup("#" + id).match(Node::isVisible).tryQuery().isPresent());
  }

  private static void signIn(FxRobot robot) {
    see(robot, "name");
    robot.clickOn("#name").write("Ada");
    robot.clickOn("#passcode").write(FakeServices.PASSCODE);
    robot.clickOn("#continue");
  }

  @Test
  void aLiveStreamIsHostedAgainWithoutAQuestion(FxRobot robot) {
    found = () -> new Interrupted.Live("Tea");
    signIn(robot);
    await().until(() -> !fakes.begun.isEmpty());
    Begun session = fakes.begun.getLast();
    assertThat(session.streamName()).isEqualTo("Tea");
    assertThat(session.role()).isEqualTo(Role.SPEAKER);
    assertThat(session.microphoneOn()).isFalse();
    session.onState().accept(States.host("Ada").state());
    see(robot, "mic");
    robot.clickOn("#leave");
    see(robot, "end-dialog");
  }

  @Test
  void aStreamThatHasEndedMeanwhileIsTold(FxRobot robot) {
    found = () -> new Interrupted.Ended("Tea");
    signIn(robot);
    see(robot, "lobby-notice");
    assertThat(fakes.begun).isEmpty();
  }

  @Test
  void aStreamThatSomebodyHasTakenOverIsToldAndNotEntered(FxRobot robot) {
    found = () -> new Interrupted.TakenOver("Tea", "Ben");
    signIn(robot);
    see(robot, "lobby-notice");
    assertThat(robot.lookup("#lobby-notice").queryLabeled().getText())
        .contains("Tea")
        .contains("Ben");
    assertThat(fakes.begun).isEmpty();
  }

  private void loseTheStream(FxRobot robot) {
    signIn(robot);
    see(robot, "lobby-screen");
    robot.clickOn("#create-stream").clickOn("#stream-name").write("Tea");
    robot.clickOn("#create-and-join");
    await().until(() -> !fakes.begun.isEmpty());
    assertThat(fakes.begun.getLast().role()).isEqualTo(Role.HOST);
    Consumer<StreamState> states = fakes.begun.getLast().onState();
    states.accept(States.host("Ada").state());
    var lost = new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST));
    states.accept(States.host("Ada").phase(new Phase.Left(lost)).state());
    see(robot, "failed-screen");
  }

  @Test
  void whoTriesAgainAfterALossIsHostAgainAndMuted(FxRobot robot) {
    loseTheStream(robot);
    found = () -> new Interrupted.Live("Tea");
    robot.clickOn("#try-again");
    await().until(() -> fakes.begun.size() == 2);
    assertThat(fakes.begun.getLast().role()).isEqualTo(Role.SPEAKER);
    assertThat(fakes.begun.getLast().microphoneOn()).isFalse();
  }

  @Test
  void whoTriesAgainCreatesAStreamThatIsReallyGone(FxRobot robot) {
    loseTheStream(robot);
    found = () -> new Interrupted.Ended("Tea");
    robot.clickOn("#try-again");
    await().until(() -> fakes.begun.size() == 2);
    assertThat(fakes.begun.getLast().role()).isEqualTo(Role.HOST);
  }

  @Test
  void whoTriesAgainIsToldThatSomebodyHasTakenOver(FxRobot robot) {
    loseTheStream(robot);
    found = () -> new Interrupted.TakenOver("Tea", "Ben");
    robot.clickOn("#try-again");
    see(robot, "lobby-notice");
    assertThat(fakes.begun).hasSize(1);
  }

  @Test
  void whoSignsOutDoesNotReturn(FxRobot robot) {
    signIn(robot);
    see(robot, "lobby-screen");
    assertThat(forgotten).isFalse();
    robot.clickOn("#account");
    see(robot, "sign-out");
    robot.clickOn("#sign-out");
    see(robot, "passcode-screen");
    assertThat(forgotten).isTrue();
  }

  @Test
  void aBackendThatCannotTellLeavesThePersonInTheLobby(FxRobot robot) {
    found =
        () -> {
          throw new BackendException(BackendException.Kind.NO_ANSWER, "no answer", "", null);
        };
    signIn(robot);
    see(robot, "lobby-screen");
    assertThat(fakes.begun).isEmpty();
  }
}
