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
  /** What the person chose. */
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
                    return Choice.SYSTEM; // an older or newer version's word
                  }
                })
            .orElse(Choice.SYSTEM));
    choice.subscribe(c -> store.put("theme", c.name().toLowerCase(Locale.ROOT)));
  }

  public ObjectProperty<Choice> choiceProperty() {
    return choice;
  }

  /** Dresses a scene and keeps it in step with the choice and the system. */
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
   * Call before the first control is made: otherwise JavaFX reads its own style sheet, which no
   * scene of ours uses.
   */
  public static void replaceToolkitStyle() {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS());
  }

  /** Gives a scene our looks. */
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

  /** Whether animations should be left out. */
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
