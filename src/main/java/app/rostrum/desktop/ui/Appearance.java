package app.rostrum.desktop.ui;

import app.rostrum.desktop.services.Preference;
import app.rostrum.desktop.services.PreferenceStore;
import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Theme, text size, fonts, motion and captions of a window. UI thread only. */
public final class Appearance {
  /** The person's choice of a theme. */
  public enum Choice {
    SYSTEM,
    LIGHT,
    DARK
  }

  /** The person's choice of whether motion is reduced. */
  public enum ReducedMotion {
    SYSTEM,
    ON,
    OFF
  }

  /** The smallest and the largest size of texts, in percent of the usual one. */
  public static final int LEAST_TEXT = 80;

  public static final int MOST_TEXT = 200;

  private static final Preference<Choice> THEME = Preference.choice("theme", Choice.SYSTEM);
  private static final Preference<ReducedMotion> MOTION =
      Preference.choice("reduced-motion", ReducedMotion.SYSTEM);
  private static final Preference<Integer> TEXT_SIZE =
      Preference.number("text-size", 100, LEAST_TEXT, MOST_TEXT);

  private static final Preference<Boolean> CAPTIONS = Preference.flag("captions", true);

  private static final String[] FONTS = {"Regular", "Medium", "SemiBold", "Bold"};
  private static final String STYLE = "rostrum.css";
  private static boolean fontsLoaded;

  /** The choice of the window that was opened last: a process has one, except in the demo. */
  private static ReducedMotion motionNow = ReducedMotion.SYSTEM;

  private final ObjectProperty<Choice> choice;
  private final ObjectProperty<ReducedMotion> motion;
  private final ObjectProperty<Integer> textSize;
  private final ObjectProperty<Boolean> captions;

  public Appearance(PreferenceStore store) {
    choice = kept(store, THEME);
    motion = kept(store, MOTION);
    textSize = kept(store, TEXT_SIZE);
    captions = kept(store, CAPTIONS);
  }

  private static <T> ObjectProperty<T> kept(PreferenceStore store, Preference<T> preference) {
    var property = new SimpleObjectProperty<>(store.get(preference));
    property.subscribe((was, is) -> store.put(preference, is));
    return property;
  }

  public ObjectProperty<Choice> choiceProperty() {
    return choice;
  }

  public ObjectProperty<ReducedMotion> motionProperty() {
    return motion;
  }

  /** The size of texts in percent of the usual one, {@value #LEAST_TEXT} to {@value #MOST_TEXT}. */
  public ObjectProperty<Integer> textSizeProperty() {
    return textSize;
  }

  /** True if captions are shown in streams that have them. */
  public ObjectProperty<Boolean> captionsProperty() {
    return captions;
  }

  /** Styles a scene, again whenever a choice or the system's scheme changes. */
  public Pin follow(Scene scene) {
    Runnable dress = () -> dress(scene, dark(), textSize.get());
    var subscription =
        choice
            .subscribe(dress)
            .and(textSize.subscribe(dress))
            .and(Platform.getPreferences().colorSchemeProperty().subscribe(dress))
            .and(motion.subscribe(now -> motionNow = now));
    dress.run();
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

  /** Styles a scene with texts of the usual size. */
  public static void dress(Scene scene, boolean dark) {
    dress(scene, dark, 100);
  }

  /**
   * Styles a scene.
   *
   * @param textSize in percent
   */
  public static void dress(Scene scene, boolean dark, int textSize) {
    loadFonts();
    scene.setUserAgentStylesheet(
        dark
            ? new PrimerDark().getUserAgentStylesheetBSS()
            : new PrimerLight().getUserAgentStylesheetBSS());
    String ours = textSize == 100 ? resource(STYLE) : ScaledStyle.of(style(), textSize);
    if (scene.getStylesheets().size() != 1 || !scene.getStylesheets().contains(ours)) {
      scene.getStylesheets().setAll(ours);
    }
  }

  /** Returns whether animations should be left out. */
  public static boolean reducedMotion() {
    return switch (motionNow) {
      case ON -> true;
      case OFF -> false;
      case SYSTEM -> Platform.getPreferences().isReducedMotion();
    };
  }

  static String resource(String name) {
    return Objects.requireNonNull(
            Appearance.class.getResource("/app/rostrum/desktop/" + name), name)
        .toExternalForm();
  }

  private static String style() {
    try (InputStream in = Appearance.class.getResourceAsStream("/app/rostrum/desktop/" + STYLE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
