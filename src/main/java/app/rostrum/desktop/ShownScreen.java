package app.rostrum.desktop;

import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pin;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.layout.Region;

/**
 * The screen in the window. Its view can be drawn anew, in another language, on the same ViewModel.
 * UI thread only.
 */
final class ShownScreen {
  private final Overlay overlay;
  private Optional<Supplier<? extends Region>> views = Optional.empty();
  private Pin view = Pin.NONE;

  ShownScreen(Overlay overlay) {
    this.overlay = overlay;
  }

  boolean isPresent() {
    return views.isPresent();
  }

  /** Shows the view of another screen. */
  <V extends Region> V show(Supplier<V> drawing) {
    clear();
    views = Optional.of(drawing);
    return draw(drawing);
  }

  /** Draws the view of the same screen anew. */
  void drawAgain() {
    view.close();
    views.ifPresent(this::draw);
  }

  private <V extends Region> V draw(Supplier<V> drawing) {
    V drawn = drawing.get();
    view = drawn instanceof Pin subscriptions ? subscriptions : Pin.NONE;
    overlay.setScreen(drawn);
    return drawn;
  }

  /** Ends the subscriptions of the view, which is to be replaced. */
  void clear() {
    view.close();
    view = Pin.NONE;
    views = Optional.empty();
  }
}
