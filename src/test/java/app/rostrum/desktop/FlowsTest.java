package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.ui.Pictures;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Walks through the whole app with keyboard and mouse, over fakes. */
@ExtendWith(ApplicationExtension.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FlowsTest {
  private final FakeServices fakes = new FakeServices();
  private final Instant now = Instant.now();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Stage stage;

  @Start
  void start(Stage window) {
    Platform.setImplicitExit(false);
    stage = window;
    fakes.preferences.put("welcome-seen", "true");
    fakes.backend.lists(
        List.of(new StreamSummary("Coffee", "RM1", "Grace Hopper", 2, 5, now, true)));
    new RostrumApp(fakes.services()).start(window);
    // The headless screen is 1000 pixels wide.
    window.setX(0);
    window.setY(0);
    window.setWidth(940);
    window.setHeight(700);
  }

  private Optional<Node> shown(FxRobot robot, String id) {
    return robot
        .lookup((Node node) -> id.equals(node.getId()) && node.isVisible() && treeVisible(node))
        .tryQuery();
  }

  private static boolean treeVisible(Node node) {
    for (Node n = node; n != null; n = n.getParent()) {
      if (!n.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private Node see(FxRobot robot, String id) {
    await(id + " is seen").until(() -> shown(robot, id).isPresent());
    return shown(robot, id).orElseThrow();
  }

  private void gone(FxRobot robot, String id) {
    await(id + " is gone").until(() -> shown(robot, id).isEmpty());
  }

  private void click(FxRobot robot, String id) {
    robot.clickOn(see(robot, id));
  }

  private String text(FxRobot robot, String id) {
    return ((Labeled) see(robot, id)).getText();
  }

  private Optional<String> focused() {
    return Fx.call(() -> Optional.ofNullable(stage.getScene().getFocusOwner()).map(Node::getId));
  }

  private void signIn(FxRobot robot) {
    see(robot, "name");
    robot.clickOn("#name").write("Ada");
    robot.clickOn("#passcode").write(FakeServices.PASSCODE);
    click(robot, "continue");
    see(robot, "lobby-screen");
  }

  private Begun session() {
    await().until(() -> !fakes.begun.isEmpty());
    return fakes.begun.getLast();
  }

  private Begun listen(FxRobot robot) {
    signIn(robot);
    click(robot, "join-listen-Coffee");
    see(robot, "joining");
    Begun session = session();
    assertThat(session.role()).isEqualTo(Role.VIEWER);
    session.onState().accept(States.listener("Ada").speakers(2).state());
    see(robot, "hand");
    return session;
  }

  private Begun host(FxRobot robot) {
    see(robot, "name");
    robot.clickOn("#name").write("Ada");
    click(robot, "host-here");
    assertThat(((TextField) see(robot, "invitation-passcode")).getText())
        .isEqualTo("123 456 7890 1234");
    click(robot, "create-stream");
    see(robot, "create-dialog");
    robot.write("Tea");
    click(robot, "create-and-join");
    Begun session = session();
    assertThat(session.role()).isEqualTo(Role.HOST);
    assertThat(session.streamName()).isEqualTo("Tea");
    assertThat(session.setting()).isEqualTo(new StreamSettings(false, true));
    assertThat(session.microphoneOn()).isTrue();
    session.onState().accept(States.host("Ada").state());
    see(robot, "mic");
    return session;
  }

  @Test
  void aWrongPasscodeIsExplainedAndTheRightOneOpensTheLobby(FxRobot robot) {
    see(robot, "name");
    robot.clickOn("#name").write("Ada");
    robot.clickOn("#passcode").write("99999999999999");
    click(robot, "continue");
    await().until(() -> text(robot, "passcode-error").contains("passcode is wrong"));
    await().until(() -> focused().equals(Optional.of("passcode")));
    robot.eraseText(1).write(FakeServices.PASSCODE);
    click(robot, "continue");
    see(robot, "join-listen-Coffee");
    assertThat(shown(robot, "invitation-card")).isEmpty();
  }

  @Test
  void theKeyboardAloneIsEnoughToEnterAndLeaveAStream(FxRobot robot) {
    see(robot, "name");
    await().until(() -> focused().equals(Optional.of("name")));
    robot.write("Ada").type(KeyCode.TAB).write(FakeServices.PASSCODE).type(KeyCode.ENTER);
    see(robot, "join-listen-Coffee");
    tabTo(robot, "join-listen-Coffee");
    robot.type(KeyCode.SPACE);
    Begun session = session();
    session.onState().accept(States.listener("Ada").speakers(2).state());
    see(robot, "hand");
    tabTo(robot, "hand");
    Fx.run(() -> Pictures.save(stage.getScene(), ScreenShots.FOLDER.resolve("focus-hand.png")));
    robot.type(KeyCode.SPACE);
    await().until(() -> session.controls().asked().contains("hand true"));
    tabTo(robot, "leave");
    Fx.run(() -> Pictures.save(stage.getScene(), ScreenShots.FOLDER.resolve("focus-leave.png")));
    robot.type(KeyCode.SPACE);
    await().until(() -> session.controls().asked().contains("leave"));
    session
        .onState()
        .accept(States.listener("Ada").phase(new Phase.Left(new LeaveReason.Chosen())).state());
    see(robot, "lobby-screen");
  }

  private void tabTo(FxRobot robot, String id) {
    for (int i = 0; i < 30 && !focused().equals(Optional.of(id)); i++) {
      robot.type(KeyCode.TAB);
    }
    assertThat(focused()).contains(id);
  }

  @Test
  void anInvitationNeverTakesTheKeyboard(FxRobot robot) {
    Begun session = listen(robot);
    click(robot, "hand");
    assertThat(session.controls().asked()).containsExactly("hand true");
    session.onState().accept(States.listener("Ada").speakers(2).hand("Ada", now).state());
    await().until(() -> text(robot, "queue-place").contains("next"));
    click(robot, "people");
    click(robot, "search-people");
    robot.write("gra");
    session.onState().accept(States.listener("Ada").speakers(2).hand("Ada", now).invited().state());
    see(robot, "accept-invitation");
    robot.write("ce");
    assertThat(focused()).contains("search-people");
    assertThat(((TextField) see(robot, "search-people")).getText()).isEqualTo("grace");
    click(robot, "accept-invitation");
    await().until(() -> session.controls().asked().contains("accept true"));
    gone(robot, "accept-invitation");
    session.onState().accept(States.speaker("Ada").state());
    see(robot, "mic");
    gone(robot, "hand");
  }

  @Test
  void aHostInvitesFromTheQueueAndEndsTheEventAfterBeingAsked(FxRobot robot) {
    Begun session = host(robot);
    session.onState().accept(States.host("Ada").hand("Zoë", now).hand("Bob", now).state());
    await().until(() -> text(robot, "people-badge").equals("2"));
    click(robot, "people");
    tabTo(robot, "invite-Zo_eb");
    robot.type(KeyCode.SPACE);
    await().until(() -> session.controls().asked().equals(List.of("invite Zoë")));
    session
        .onState()
        .accept(
            States.host("Ada")
                .hand("Zoë", now)
                .hand("Bob", now)
                .notice(1, Notice.Kind.INVITATION_SENT, "Zoë")
                .state());
    await().until(() -> text(robot, "invite-Zo_eb").equals("Invited"));
    // The keyboard stays where it was, though the row has changed.
    assertThat(focused()).contains("invite-Zo_eb");
    click(robot, "lower-Bob");
    await().until(() -> session.controls().asked().contains("lower Bob"));

    click(robot, "leave");
    click(robot, "cancel-end");
    gone(robot, "end-dialog");
    assertThat(session.controls().asked()).doesNotContain("end");
    click(robot, "leave");
    click(robot, "confirm-end");
    await().until(() -> session.controls().asked().contains("end"));
    session
        .onState()
        .accept(States.host("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())).state());
    assertThat(text(robot, "lobby-notice")).isEqualTo("“Tea” has ended for everyone.");
  }

  @Test
  void spaceSwitchesTheMicrophoneAlsoAfterAClick(FxRobot robot) {
    Begun session = host(robot);
    click(robot, "people");
    see(robot, "people-panel");
    robot.type(KeyCode.SPACE);
    await().until(() -> session.controls().asked().contains("microphone false"));
    session.onState().accept(States.host("Ada").muted().state());
    await().until(() -> text(robot, "mic").equals("Unmute"));
    robot.press(KeyCode.CONTROL).type(KeyCode.D).release(KeyCode.CONTROL);
    await().until(() -> session.controls().asked().contains("microphone true"));
    see(robot, "people-panel");
  }

  @Test
  void aLostStreamCanBeEnteredAgain(FxRobot robot) {
    Begun session = listen(robot);
    session
        .onState()
        .accept(
            States.listener("Ada")
                .phase(
                    new Phase.Left(
                        new LeaveReason.Failed(
                            new StreamProblem(ErrorCode.ROOM_LOST, "53405", ""))))
                .state());
    assertThat(text(robot, "failure-code")).contains("V01 53405");
    click(robot, "try-again");
    see(robot, "joining");
    await().until(() -> fakes.begun.size() == 2);
    click(robot, "cancel-join");
    see(robot, "lobby-screen");
  }

  @Test
  void aMinimizedOrHiddenWindowIsNotMeasuredUntilItIsSeenAgain(FxRobot robot) {
    Begun session = listen(robot);
    assertThat(session.controls().asked()).isEmpty();
    Fx.run(() -> stage.setIconified(true));
    assertThat(session.controls().asked()).containsExactly("follow levels false");
    Fx.run(() -> stage.setIconified(false));
    assertThat(session.controls().asked()).endsWith("follow levels true");
    Fx.run(stage::hide);
    assertThat(session.controls().asked()).endsWith("follow levels false");
    Fx.run(stage::show);
    assertThat(session.controls().asked()).hasSize(4).endsWith("follow levels true");
  }

  @Test
  void closingTheWindowAsksTheHostAndEndsTheEventFirst(FxRobot robot) {
    Begun session = host(robot);
    requestClose();
    see(robot, "close-dialog");
    assertThat(stage.isShowing()).isTrue();
    click(robot, "confirm-close");
    await().until(() -> session.controls().asked().contains("end"));
    assertThat(fakes.exited).isFalse();
    session
        .onState()
        .accept(States.host("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())).state());
    await().untilTrue(fakes.exited);
  }

  @Test
  void closingTheWindowInTheLobbyJustCloses(FxRobot robot) {
    signIn(robot);
    requestClose();
    await().untilTrue(fakes.exited);
  }

  private void requestClose() {
    Fx.run(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
  }

  @Test
  void signingOutForgets(FxRobot robot) {
    signIn(robot);
    click(robot, "account");
    click(robot, "sign-out");
    see(robot, "passcode-screen");
    assertThat(fakes.secrets.read("passcode")).isEmpty();
    assertThat(((TextField) see(robot, "passcode")).getText()).isEmpty();
  }
}
