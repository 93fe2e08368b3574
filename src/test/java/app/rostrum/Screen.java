package app.rostrum;

import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.ui.NodeIds;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;

/** The windows of this process, operated by mouse and keyboard. */
final class Screen {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final FxRobot robot = new FxRobot();

  /** Returns the first visible node that matches; null if there is none. */
  @Nullable Node find(String selector) {
    return nodes(selector).stream().filter(Screen::visible).findFirst().orElse(null);
  }

  private Collection<Node> nodes(String selector) {
    return selector.matches("#[A-Za-z0-9_-]+")
        ? robot
            .lookup((Node node) -> NodeIds.of(node).equals(Optional.of(selector.substring(1))))
            .queryAll()
        : robot.lookup(selector).queryAll();
  }

  private static boolean visible(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  void see(String selector) {
    await(selector + " is seen").atMost(SOON).until(() -> find(selector) != null);
  }

  /** Clicks on a node as soon as it can be clicked; one that is just being replaced is not lost. */
  void click(String selector) {
    await(selector + " can be clicked").atMost(SOON).until(() -> clicked(find(selector)));
  }

  private boolean clicked(@Nullable Node node) {
    if (node == null || node.isDisabled()) {
      return false;
    }
    try {
      robot.clickOn(node);
      return true;
    } catch (RuntimeException e) {
      if (node.getScene() == null) {
        return false;
      }
      throw e;
    }
  }

  /** Writes into a field, in place of what is there: the app may have remembered something. */
  void type(String selector, String text) {
    click(selector);
    robot.push(KeyCode.CONTROL, KeyCode.A);
    robot.write(text);
  }

  void press(KeyCode... keys) {
    robot.push(keys);
  }

  /** Returns the text of a visible label or field; empty if there is none. */
  String text(String selector) {
    return switch (find(selector)) {
      case Labeled label -> label.getText();
      case TextInputControl field -> field.getText();
      case null, default -> "";
    };
  }

  /** Waits until a visible node shows these words, or tells them to assistive technology. */
  void tell(String selector, String words) {
    await(selector + " tells: " + words).atMost(SOON).until(() -> tells(selector, words));
  }

  /** Returns whether a visible node shows these words, or tells them to assistive technology. */
  boolean tells(String selector, String words) {
    Node node = find(selector);
    return node != null && tells(node, words);
  }

  private static boolean tells(Node node, String words) {
    if (!node.isVisible()) {
      return false;
    }
    return String.valueOf(node.getAccessibleText()).contains(words)
        || (node instanceof Labeled label && String.valueOf(label.getText()).contains(words))
        || (node instanceof Text text && text.getText().contains(words))
        || (node instanceof Parent parent
            && parent.getChildrenUnmodifiable().stream().anyMatch(child -> tells(child, words)));
  }
}
