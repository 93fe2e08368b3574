package app.rostrum;

import static org.awaitility.Awaitility.await;

import app.rostrum.app.AppServices;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.media.Processing;
import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The app in a real window, operated by mouse and keyboard. */
final class AppOnScreen implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final FxRobot robot = new FxRobot();
  private final AppServices services;
  private final Stage window;

  /**
   * Opens the app.
   *
   * @param folder the app's data and preferences
   */
  AppOnScreen(Path folder) throws Exception {
    services =
        new AppServices(
            "127.0.0.1", folder.resolve("app"), folder.resolve("config"), Processing.NONE);
    window = FxToolkit.registerPrimaryStage();
    FxToolkit.setupApplication(() -> new RostrumApp(services.forDesktop(() -> {})));
    FxToolkit.setupFixture(
        () -> {
          window.setX(0);
          window.setY(0);
        });
  }

  /** Returns the first visible node that matches; null if there is none. */
  @Nullable Node find(String selector) {
    return robot.lookup(selector).queryAll().stream()
        .filter(AppOnScreen::visible)
        .findFirst()
        .orElse(null);
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

  void click(String selector) {
    await(selector + " can be clicked")
        .atMost(SOON)
        .until(
            () -> {
              Node node = find(selector);
              return node != null && !node.isDisabled();
            });
    robot.clickOn(find(selector));
  }

  void type(String selector, String text) {
    click(selector);
    robot.write(text);
  }

  void press(KeyCode... keys) {
    robot.push(keys);
  }

  String text(String selector) {
    return find(selector) instanceof Labeled label ? label.getText() : "";
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

  @Override
  public void close() {
    robot.interact(
        () -> window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
    services.close();
  }
}
