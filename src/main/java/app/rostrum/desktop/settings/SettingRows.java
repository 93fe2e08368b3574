package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.ChoiceNames;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** The rows of a section: a caption, a control, and below it in few words what it does. */
final class SettingRows extends VBox {
  private final Texts texts;
  private final Pins pins;

  /**
   * @param pins of the section
   */
  SettingRows(Texts texts, Pins pins) {
    this.texts = texts;
    this.pins = pins;
    getStyleClass().add("setting-rows");
  }

  Texts texts() {
    return texts;
  }

  Pins pins() {
    return pins;
  }

  void add(Node... nodes) {
    getChildren().addAll(nodes);
  }

  /** Adds a caption above a control that it names. */
  void captioned(String caption, Node control) {
    var label = new Label(caption);
    label.getStyleClass().add("field-caption");
    label.setLabelFor(control);
    label.setMnemonicParsing(false);
    var row = new VBox(label, control);
    row.getStyleClass().add("field");
    add(row);
  }

  /** Adds a note in a quiet voice. */
  Label note(String text) {
    var label = new Label(text);
    label.getStyleClass().add("quiet");
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    add(label);
    return label;
  }

  /** Adds a box to tick. */
  CheckBox tick(String id, String key, Property<Boolean> setting) {
    var box = new CheckBox(texts.get(key));
    box.setId(id);
    box.setMnemonicParsing(false);
    box.setWrapText(true);
    box.setMinHeight(USE_PREF_SIZE);
    pins.follow(setting, box::setSelected);
    box.setOnAction(e -> setting.setValue(box.isSelected()));
    add(box);
    return box;
  }

  /** Adds a choice of one value. */
  <T> ComboBox<T> choice(
      String id, String key, List<T> values, Property<T> setting, Function<T, String> name) {
    var box = new ComboBox<T>();
    box.setId(id);
    box.getItems().setAll(values);
    box.setAccessibleText(texts.get(key));
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(new ChoiceNames<>(name));
    pins.follow(setting, box::setValue);
    box.setOnAction(
        e -> {
          T wanted = box.getValue();
          if (wanted != null && !Objects.equals(wanted, setting.getValue())) {
            setting.setValue(wanted);
          }
        });
    captioned(texts.get(key), box);
    return box;
  }
}
