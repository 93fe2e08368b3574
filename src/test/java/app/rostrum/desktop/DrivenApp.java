package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.NodeIds;
import app.rostrum.desktop.ui.Texts;
import com.sun.javafx.tk.Toolkit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;

/**
 * A window of the real {@link Navigation} over fakes, used by keys and by mouse. Keys go where the
 * toolkit would send them, to the node that has the keyboard; the mouse is the toolkit's robot. UI
 * thread only.
 */
final class DrivenApp {
  final FakeServices fakes = new FakeServices();
  final FakeUiThread ui = new FakeUiThread();
  private final Navigation navigation;
  private final Stage stage = new Stage();
  private final Robot robot = new Robot();

  DrivenApp() {
    fakes.preferences.put("welcome-seen", "true");
    var appearance = new Appearance(fakes.preferences);
    navigation =
        new Navigation(
            fakes.services(Runnable::run, ui.clock()),
            ui,
            Texts.in(Locale.ENGLISH),
            appearance,
            address -> {});
    stage.setScene(new Scene(navigation.root(), 1000, 720));
    appearance.follow(stage.getScene());
    stage.setX(0);
    stage.setY(0);
    stage.show();
  }

  void begin() {
    navigation.begin();
    layOut();
  }

  void close() {
    stage.close();
  }

  private void layOut() {
    Parent root = stage.getScene().getRoot();
    root.applyCss();
    root.layout();
  }

  /** Returns the newest session that was begun. */
  Begun session() {
    return fakes.begun.getLast();
  }

  /** Shows the next state of the newest session. */
  void show(States states) {
    session().onState().accept(states.state());
    ui.pulse();
    layOut();
  }

  List<String> asked() {
    return session().controls().asked();
  }

  /** Returns a node that is seen. */
  Optional<Node> find(String id) {
    layOut();
    return NodeIds.find(stage.getScene().getRoot(), id).stream()
        .filter(DrivenApp::seen)
        .findFirst();
  }

  Node node(String id) {
    return find(id).orElseThrow(() -> new AssertionError(id + " is not seen"));
  }

  boolean sees(String id) {
    return find(id).isPresent();
  }

  private static boolean seen(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  Node focused() {
    Node owner = stage.getScene().getFocusOwner();
    if (owner == null || owner.getScene() == null || owner.isDisabled()) {
      Toolkit.getToolkit().firePulse(); // It finds another node for the keyboard.
    }
    return Objects.requireNonNull(stage.getScene().getFocusOwner(), "nothing has the keyboard");
  }

  Optional<String> focusedId() {
    return Optional.ofNullable(stage.getScene().getFocusOwner()).flatMap(NodeIds::of);
  }

  void press(KeyCode code) {
    press(code, false, false);
  }

  void press(KeyCodeCombination keys) {
    press(
        keys.getCode(),
        keys.getShortcut() == ModifierValue.DOWN,
        keys.getShift() == ModifierValue.DOWN);
  }

  private void press(KeyCode code, boolean control, boolean shift) {
    Node at =
        openMenu().<Node>map(menu -> menu.getScene().getFocusOwner()).orElseGet(this::focused);
    Event.fireEvent(at, event(KeyEvent.KEY_PRESSED, "", code, control, shift));
    layOut();
    Node then = at.getScene() == stage.getScene() || at.getScene() == null ? focused() : at;
    Event.fireEvent(then, event(KeyEvent.KEY_RELEASED, "", code, control, shift));
    layOut();
  }

  private static KeyEvent event(
      EventType<KeyEvent> type, String character, KeyCode code, boolean control, boolean shift) {
    return new KeyEvent(type, character, "", code, shift, control, false, false);
  }

  /** Types a text, character by character. */
  void type(String text) {
    text.codePoints()
        .forEach(
            c ->
                Event.fireEvent(
                    focused(),
                    event(
                        KeyEvent.KEY_TYPED,
                        Character.toString(c),
                        KeyCode.UNDEFINED,
                        false,
                        false)));
    layOut();
  }

  /** Presses Tab until a node has the keyboard, once around at most. */
  void tabTo(String id) {
    assertThat(sees(id)).as(id + " is seen").isTrue();
    var passed = new LinkedHashSet<Node>();
    while (passed.add(focused())) {
      if (focusedId().equals(Optional.of(id))) {
        return;
      }
      press(KeyCode.TAB);
    }
    throw new AssertionError("Tab does not lead to " + id + " but to " + passed);
  }

  /** Goes to a button and presses it. */
  void activate(String id) {
    tabTo(id);
    press(KeyCode.SPACE);
  }

  /** Goes to a field and writes in it, in place of what was there. */
  void write(String id, String text) {
    tabTo(id);
    press(KeyCode.A, true, false);
    type(text);
    assertThat(((TextInputControl) node(id)).getText()).isEqualTo(text);
  }

  /** Moves the mouse to the middle of a node and clicks, if the node is on top there. */
  void click(String id) {
    click(node(id), MouseButton.PRIMARY);
  }

  void click(Node node, MouseButton button) {
    Bounds place = node.localToScreen(node.getBoundsInLocal());
    robot.mouseMove(place.getCenterX(), place.getCenterY());
    robot.mousePress(button);
    layOut();
    robot.mouseRelease(button);
    layOut();
  }

  /** Clicks an item of the open menu. */
  void clickItem(String item) {
    ContextMenu menu =
        openMenu().orElseThrow(() -> new AssertionError("no menu to click " + item + " in"));
    Node shown = menu.getScene().lookup("#" + item);
    assertThat(shown).as(item).isNotNull();
    click(shown, MouseButton.PRIMARY);
  }

  Optional<ContextMenu> openMenu() {
    return Window.getWindows().stream()
        .filter(window -> window instanceof ContextMenu && window.isShowing())
        .map(window -> (ContextMenu) window)
        .reduce((outer, inner) -> inner);
  }

  /** Goes down in the open menu to an item and takes it. */
  void choose(String item) {
    ContextMenu menu =
        openMenu().orElseThrow(() -> new AssertionError("no menu to choose " + item + " from"));
    for (int i = 0; i < 30; i++) {
      Node at = menu.getScene().getFocusOwner();
      if (at != null && item.equals(at.getId())) {
        press(KeyCode.ENTER);
        return;
      }
      press(KeyCode.DOWN);
    }
    throw new AssertionError(
        "the arrow keys do not lead to "
            + item
            + " among "
            + menu.getItems().stream().map(i -> i.getId()).toList());
  }
}
