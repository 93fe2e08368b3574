package app.rostrum.desktop.ui;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

/** Tells whether the window around a node can be seen, so that a hidden one costs less. */
public final class WindowSight {
  private WindowSight() {}

  /**
   * Returns a value that is false while the node's window is hidden or minimized, and true
   * otherwise, also without a window.
   */
  public static ObservableValue<Boolean> of(Node node) {
    return node.sceneProperty()
        .flatMap(Scene::windowProperty)
        .flatMap(WindowSight::inSight)
        .orElse(true);
  }

  private static ObservableValue<Boolean> inSight(Window window) {
    return window instanceof Stage stage
        ? stage.showingProperty().and(stage.iconifiedProperty().not())
        : window.showingProperty();
  }
}
