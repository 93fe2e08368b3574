package app.rostrum.desktop.ui;

import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * The compact form of a window, which a person chooses while in a stream: small, and above other
 * windows if wanted. There is one per window. UI thread only.
 */
public final class CompactMode {
  /** The least width of a window's content, in pixels. */
  public static final double WIDTH = 320;

  /** The least height of a window's content, in pixels. */
  public static final double HEIGHT = 200;

  private static final Preference<Boolean> ON_TOP = Preference.flag("compact-on-top", true);

  private final BooleanProperty chosen = new SimpleBooleanProperty();
  private final BooleanProperty onTop = new SimpleBooleanProperty();

  public CompactMode(PreferenceStore preferences) {
    onTop.set(preferences.get(ON_TOP));
    onTop.addListener((o, was, is) -> preferences.put(ON_TOP, is));
  }

  /** True while the person wants the compact form. */
  public BooleanProperty chosenProperty() {
    return chosen;
  }

  /** True if the compact form stays above other windows; remembered. */
  public BooleanProperty onTopProperty() {
    return onTop;
  }

  public void toggle() {
    chosen.set(!chosen.get());
  }
}
