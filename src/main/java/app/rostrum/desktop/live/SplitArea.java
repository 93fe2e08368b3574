package app.rostrum.desktop.live;

import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * The stage with a panel on its right, divided by a line that can be moved by mouse or arrow keys
 * and stays where it was put. In a narrow window the panel takes all the room. Below the stage is
 * the room of the {@link Dock}; where it is too narrow for what the dock shows, the dock takes the
 * whole width, and the panel ends above it for as long. Where the stage would be left too low, that
 * room is kept free only while the dock shows something.
 */
final class SplitArea extends Pane {
  private static final double NARROW = 660;
  private static final double LEAST_STAGE = 340;
  private static final double LEAST_DOCK = 640;

  /** The height that the style sheet gives the line, which grows with the texts. */
  private static final double LINE_IN_STYLE = 100;

  private static final double MOST_NARROW = 1.5;

  /** The least height of a stage above an empty dock, in heights of the dock. */
  private static final double LEAST_STAGE_OF_DOCK = 3;

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
  private Optional<Dock> dock = Optional.empty();
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
    arrange();
  }

  /** Shows a dock in place of any other. */
  void setDock(Optional<Dock> shown) {
    dock = shown;
    arrange();
  }

  private void arrange() {
    List<Node> parts = new ArrayList<>(List.of(stage));
    panel.ifPresent(shown -> parts.addAll(List.of(shown, line)));
    dock.ifPresent(parts::add);
    // Node by node: a stage that is taken out and put back is styled anew.
    ListDiff.apply(getChildren(), parts, part -> part);
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
    wanted = Math.clamp(width / scale(), LEAST, MOST);
    requestLayout();
  }

  private void remember() {
    preferences.put(WIDTH, (int) Math.round(wanted));
  }

  private double panelWidth() {
    return Math.clamp(getWidth() - LEAST_STAGE, LEAST, Math.max(LEAST, wanted * scale()));
  }

  /** Returns the size of texts, 1 for the usual one. */
  private double scale() {
    return Math.max(1, line.prefHeight(-1) / LINE_IN_STYLE);
  }

  private static double reserved(Dock dock, double height) {
    double wanted = dock.prefHeight(-1);
    boolean low = height - wanted < LEAST_STAGE_OF_DOCK * wanted;
    return low && !dock.showsSomething() ? 0 : wanted;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    boolean narrow = panel.isPresent() && width < NARROW * Math.min(scale(), MOST_NARROW);
    double right = narrow ? width : panel.isEmpty() ? 0 : Math.round(panelWidth());
    double column = width - right;
    double reserved = dock.map(shown -> reserved(shown, height)).orElse(0.0);
    boolean across = column < LEAST_DOCK && dock.filter(Dock::showsSomething).isPresent();
    stage.setVisible(!narrow);
    stage.resizeRelocate(0, 0, column, height - reserved);
    panel.ifPresent(
        shown -> shown.resizeRelocate(column, 0, right, height - (across ? reserved : 0)));
    // Across the edge of both, so that the pointer finds it.
    line.setVisible(panel.isPresent() && !narrow);
    line.resizeRelocate(column - LINE / 2, 0, LINE, height - (across ? reserved : 0));
    dock.ifPresent(
        shown -> shown.resizeRelocate(0, height - reserved, across ? width : column, reserved));
  }
}
