package app.rostrum.desktop.ui;

import app.rostrum.desktop.services.PreferenceStore;
import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Theme, fonts and motion of a window. UI thread only. */
public final class Appearance {
  /** The person's choice of a theme. */
  public enum Choice {
    SYSTEM,
    LIGHT,
    DARK
  }

  private static final String[] FONTS = {"Regular", "Medium", "SemiBold", "Bold"};
  private static boolean fontsLoaded;

  private final PreferenceStore store;
  private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(Choice.SYSTEM);

  public Appearance(PreferenceStore store) {
    this.store = store;
    choice.set(
        store
            .get("theme")
            .map(
                name -> {
                  try {
                    return Choice.valueOf(name.toUpperCase(Locale.ROOT));
                  } catch (IllegalArgumentException e) {
                    return Choice.SYSTEM; // written by another version
                  }
                })
            .orElse(Choice.SYSTEM));
    choice.subscribe(c -> store.put("theme", c.name().toLowerCase(Locale.ROOT)));
  }

  public ObjectProperty<Choice> choiceProperty() {
    return choice;
  }

  /** Styles a scene, again whenever the choice or the system's scheme changes. */
  public Pin follow(Scene scene) {
    var subscription =
        choice
            .subscribe(c -> dress(scene, dark()))
            .and(
                Platform.getPreferences()
                    .colorSchemeProperty()
                    .subscribe(s -> dress(scene, dark())));
    return subscription::unsubscribe;
  }

  private boolean dark() {
    return switch (choice.get()) {
      case LIGHT -> false;
      case DARK -> true;
      case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    };
  }

  /**
   * Replaces JavaFX's own style sheet, which no scene of ours uses. To be called before the first
   * control is made, so that it is never read.
   */
  public static void replaceToolkitStyle() {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS());
  }

  /** Styles a scene. */
  public static void dress(Scene scene, boolean dark) {
    loadFonts();
    scene.setUserAgentStylesheet(
        dark
            ? new PrimerDark().getUserAgentStylesheetBSS()
            : new PrimerLight().getUserAgentStylesheetBSS());
    String ours = resource("rostrum.css");
    if (!scene.getStylesheets().contains(ours)) {
      scene.getStylesheets().add(ours);
    }
  }

  /** Returns whether animations should be left out. */
  public static boolean reducedMotion() {
    return Platform.getPreferences().isReducedMotion();
  }

  static String resource(String name) {
    return Objects.requireNonNull(
            Appearance.class.getResource("/app/rostrum/desktop/" + name), name)
        .toExternalForm();
  }

  private static void loadFonts() {
    if (fontsLoaded) {
      return;
    }
    fontsLoaded = true;
    for (String weight : FONTS) {
      Font.loadFont(resource("fonts/Inter-" + weight + ".otf"), 14);
    }
  }
}
