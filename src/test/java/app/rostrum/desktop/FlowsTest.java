package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;
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

/**
 * Uses the whole app in the real time of its window, over fakes. {@link WalkTest} goes everywhere.
 */
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
        .lookup(
            (Node node) ->
                NodeIds.of(node).equals(Optional.of(id)) && node.isVisible() && treeVisible(node))
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
    return Fx.call(
        () -> Optional.ofNullable(stage.getScene().getFocusOwner()).flatMap(NodeIds::of));
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
}
