package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The section of theme, text size, motion and captions. */
final class AppearanceSection {
  private static final int STEP = 10;

  private AppearanceSection() {}

  static Node of(Appearance appearance, SettingRows rows) {
    Texts texts = rows.texts();
    rows.choice(
        "theme-choice",
        "theme",
        List.of(Appearance.Choice.values()),
        appearance.choiceProperty(),
        theme -> texts.get("theme." + theme));
    textSize(appearance, rows);
    rows.choice(
        "motion-choice",
        "settings.motion",
        List.of(Appearance.ReducedMotion.values()),
        appearance.motionProperty(),
        motion -> texts.get("settings.motion." + motion));
    rows.tick("show-captions", "settings.captions", appearance.captionsProperty());
    return rows;
  }

  /** A slider that takes effect when it is let go, because the text size moves the slider. */
  private static void textSize(Appearance appearance, SettingRows rows) {
    Texts texts = rows.texts();
    var slider =
        new Slider(
            Appearance.LEAST_TEXT, Appearance.MOST_TEXT, appearance.textSizeProperty().get());
    slider.setId("text-size");
    slider.setBlockIncrement(STEP);
    slider.setMajorTickUnit(STEP);
    slider.setMinorTickCount(0);
    slider.setSnapToTicks(true);
    slider.setAccessibleText(texts.get("settings.text-size"));
    HBox.setHgrow(slider, Priority.ALWAYS);
    var percent = new Label();
    percent.setId("text-size-percent");
    percent.setMinWidth(Region.USE_PREF_SIZE);
    rows.pins().follow(appearance.textSizeProperty(), size -> slider.setValue(size));
    rows.pins()
        .follow(
            () -> {
              int size = (int) Math.round(slider.getValue() / STEP) * STEP;
              percent.setText(texts.get("settings.percent", size));
              if (!slider.isValueChanging()) {
                appearance.textSizeProperty().set(size);
              }
            },
            slider.valueProperty(),
            slider.valueChangingProperty());
    var row = new HBox(slider, percent);
    row.setSpacing(12);
    row.setAlignment(Pos.CENTER_LEFT);
    rows.captioned(texts.get("settings.text-size"), row);
  }
}
