package app.rostrum.desktop;

import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.CompactMode;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/**
 * The app's window: remembers its size and place, one for each of its two forms, and takes the
 * compact form when a person wants it. UI thread only.
 */
final class AppWindow {
  private static final String NORMAL = "window-place";
  private static final String COMPACT = "compact-place";

  /** The least size that a window returns to from its compact form, in pixels. */
  private static final double FULL_WIDTH = 760;

  private static final double FULL_HEIGHT = 560;
  private static final Duration SAVING = Duration.ofSeconds(1);

  private final Stage stage;
  private final CompactMode mode;
  private final PreferenceStore preferences;
  private final UiThread ui;
  private WindowPlace normal;
  private Pin saving = Pin.NONE;

  /**
   * @param width of a window that has never been moved
   * @param height of such a window
   */
  AppWindow(
      Stage stage,
      CompactMode mode,
      PreferenceStore preferences,
      UiThread ui,
      double width,
      double height) {
    this.stage = stage;
    this.mode = mode;
    this.preferences = preferences;
    this.ui = ui;
    List<Rectangle2D> screens = screens();
    Rectangle2D primary = screens.getFirst();
    normal =
        saved(NORMAL)
            .orElse(
                new WindowPlace(
                    primary.getMinX() + (primary.getWidth() - width) / 2,
                    primary.getMinY() + (primary.getHeight() - height) / 2,
                    width,
                    height,
                    false))
            .on(screens);
  }

  /** Shows the window where it was, and follows it from now on. */
  void show() {
    stage.setMinWidth(CompactMode.WIDTH);
    stage.setMinHeight(CompactMode.HEIGHT);
    place(normal);
    stage.show();
    // The title bar and the edges are known only now.
    stage.setMinWidth(CompactMode.WIDTH + stage.getWidth() - stage.getScene().getWidth());
    stage.setMinHeight(CompactMode.HEIGHT + stage.getHeight() - stage.getScene().getHeight());
    for (var measure :
        List.of(
            stage.xProperty(), stage.yProperty(), stage.widthProperty(), stage.heightProperty())) {
      measure.addListener((o, was, is) -> moved());
    }
    stage.maximizedProperty().addListener((o, was, is) -> moved());
    mode.chosenProperty().addListener((o, was, is) -> reshape(is));
    mode.onTopProperty().addListener((o, was, is) -> raise());
  }

  /** Writes down the present place at once, because the window is about to close. */
  void remember() {
    saving.close();
    save();
  }

  private void moved() {
    saving.close();
    saving = ui.after(SAVING, this::save);
  }

  private void save() {
    if (stage.isIconified() || stage.isFullScreen() || Double.isNaN(stage.getX())) {
      return;
    }
    if (mode.chosenProperty().get()) {
      preferences.put(COMPACT, present(false).written());
    } else {
      normal = stage.isMaximized() ? normal.maximizedNow() : present(false);
      preferences.put(NORMAL, normal.written());
    }
  }

  private WindowPlace present(boolean maximized) {
    return new WindowPlace(
        stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), maximized);
  }

  private void reshape(boolean compact) {
    saving.close();
    if (compact) {
      normal = stage.isMaximized() ? normal.maximizedNow() : present(false);
      preferences.put(NORMAL, normal.written());
      stage.setMaximized(false);
      place(
          saved(COMPACT)
              .orElseGet(
                  () ->
                      WindowPlace.corner(
                          here(), stage.getMinWidth() + 20, stage.getMinHeight() + 20))
              .on(screens()));
    } else {
      place(normal.atLeast(FULL_WIDTH, FULL_HEIGHT).on(screens()));
    }
    raise();
  }

  private void raise() {
    stage.setAlwaysOnTop(mode.chosenProperty().get() && mode.onTopProperty().get());
  }

  private void place(WindowPlace place) {
    stage.setX(place.x());
    stage.setY(place.y());
    stage.setWidth(place.width());
    stage.setHeight(place.height());
    stage.setMaximized(place.maximized());
  }

  private Optional<WindowPlace> saved(String key) {
    return preferences.get(key).flatMap(WindowPlace::read);
  }

  private Rectangle2D here() {
    return Screen.getScreensForRectangle(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight())
        .stream()
        .findFirst()
        .orElse(Screen.getPrimary())
        .getVisualBounds();
  }

  private static List<Rectangle2D> screens() {
    var areas = new ArrayList<Rectangle2D>();
    areas.add(Screen.getPrimary().getVisualBounds());
    Screen.getScreens().forEach(screen -> areas.add(screen.getVisualBounds()));
    return areas;
  }
}
