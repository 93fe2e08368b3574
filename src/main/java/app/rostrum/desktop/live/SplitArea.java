package app.rostrum.desktop.live;

import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * The stage with a panel on its right, divided by a line that can be moved by mouse or arrow keys
 * and stays where it was put. In a narrow window the panel takes all the room.
 */
final class SplitArea extends Pane {
  private static final double NARROW = 660;
  private static final double LEAST_STAGE = 340;
  private static final double LINE = 7;
  private static final double STEP = 16;
  private static final int LEAST = 280;
  private static final int MOST = 720;
  private static final Preference<Integer> WIDTH =
      Preference.number("panel-width", 330, LEAST, MOST);

  private final Node stage;
  private final PreferenceStore preferences;
  private final Region line = new Region();
  private Optional<Node> panel = Optional.empty();
  private double wanted;

  SplitArea(Node stage, PreferenceStore preferences, Texts texts) {
    this.stage = stage;
    this.preferences = preferences;
    wanted = preferences.get(WIDTH);
    line.setId("panel-divider");
    line.getStyleClass().add("panel-divider");
    line.setFocusTraversable(true);
    line.setAccessibleRole(AccessibleRole.THUMB);
    line.setAccessibleText(texts.get("panel.width"));
    line.addEventHandler(
        MouseEvent.MOUSE_DRAGGED,
        e -> {
          resize(getWidth() - sceneToLocal(e.getSceneX(), e.getSceneY()).getX() - LINE / 2);
          e.consume();
        });
    line.addEventHandler(MouseEvent.MOUSE_RELEASED, e -> remember());
    line.addEventHandler(KeyEvent.KEY_PRESSED, this::move);
    getChildren().add(stage);
  }

  Optional<Node> panel() {
    return panel;
  }

  /** Shows a panel in place of any other. */
  void setPanel(Optional<Node> shown) {
    panel = shown;
    if (shown.isPresent()) {
      getChildren().setAll(stage, shown.get(), line);
    } else {
      getChildren().setAll(stage);
    }
  }

  private void move(KeyEvent e) {
    Shortcut.PANEL_WIDTH
        .which(e)
        .ifPresent(
            narrower -> {
              resize(panelWidth() + (narrower == 0 ? STEP : -STEP));
              remember();
              e.consume();
            });
  }

  private void resize(double width) {
    wanted = Math.clamp(width, LEAST, MOST);
    requestLayout();
  }

  private void remember() {
    preferences.put(WIDTH, (int) Math.round(wanted));
  }

  private double panelWidth() {
    return Math.clamp(getWidth() - LEAST_STAGE, LEAST, Math.max(LEAST, wanted));
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    boolean narrow = panel.isPresent() && width < NARROW;
    stage.setVisible(!narrow);
    line.setVisible(panel.isPresent() && !narrow);
    if (panel.isEmpty()) {
      stage.resizeRelocate(0, 0, width, height);
    } else if (narrow) {
      panel.get().resizeRelocate(0, 0, width, height);
    } else {
      double right = Math.round(panelWidth());
      stage.resizeRelocate(0, 0, width - right, height);
      panel.get().resizeRelocate(width - right, 0, right, height);
      // Across the edge of both, so that the pointer finds it.
      line.resizeRelocate(width - right - LINE / 2, 0, LINE, height);
    }
  }
}
