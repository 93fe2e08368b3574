package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.ChoiceNames;
import app.rostrum.desktop.ui.Icons;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.media.AudioDevice;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2RoundAL;
import org.kordamp.ikonli.material2.Material2RoundMZ;

/** A part of dialogs with the choice of microphone and speaker, a level and a test sound. */
public final class SoundCheck extends VBox {
  private final Texts texts;
  private final Pins pins;

  /**
   * Begins the sound check.
   *
   * @param pins of the dialog; their end is the end of the sound check
   */
  public SoundCheck(SoundCheckViewModel model, Texts texts, Pins pins) {
    this.texts = texts;
    this.pins = pins;
    pins.add(model::close);
    setId("sound-check");
    getStyleClass().add("sound-check");
    ComboBox<AudioDevice> microphone =
        choice(
            "microphone",
            "sound.microphone",
            model.microphones(),
            model.microphoneProperty(),
            model::chooseMicrophone);
    ComboBox<AudioDevice> speaker =
        choice(
            "speaker",
            "sound.speaker",
            model.speakers(),
            model.speakerProperty(),
            model::chooseSpeaker);
    var meter = new LevelBar();
    meter.setId("level");
    meter.setAccessibleText(texts.get("sound.level"));
    pins.follow(model.measuredProperty(), measured -> Visibility.show(meter, measured));
    pins.follow(model.levelProperty(), level -> meter.setLevel(level.doubleValue()));

    var test = new Button();
    test.setId("test-sound");
    test.setMinWidth(USE_PREF_SIZE);
    pins.bind(
        test.textProperty(),
        model.testingProperty().map(now -> texts.get(now ? "sound.testing" : "sound.test")));
    pins.bind(test.disableProperty(), model.testingProperty());
    test.setOnAction(e -> model.test());
    pins.follow(model.testableProperty(), now -> Visibility.show(test, now));
    HBox.setHgrow(speaker, Priority.ALWAYS);
    var speakerRow = new HBox(speaker, test);
    speakerRow.setSpacing(8);

    var problem = new Label();
    problem.setId("sound-problem");
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    pins.bind(problem.textProperty(), model.problemProperty());
    var problemRow = new HBox(Icons.of(Material2RoundMZ.WARNING), problem);
    problemRow.getStyleClass().add("warning-box");
    problemRow.setAlignment(Pos.CENTER_LEFT);
    pins.follow(model.problemProperty(), text -> Visibility.show(problemRow, !text.isEmpty()));
    getChildren()
        .addAll(
            caption("sound.microphone", Material2RoundMZ.MIC, microphone),
            microphone,
            meter,
            caption("sound.speaker", Material2RoundAL.HEADSET, speaker),
            speakerRow,
            problemRow);
    model.open();
  }

  private Node caption(String key, Ikon icon, Node control) {
    var label = new Label(texts.get(key), Icons.of(icon));
    label.getStyleClass().add("field-caption");
    label.setLabelFor(control);
    return label;
  }

  private ComboBox<AudioDevice> choice(
      String id,
      String key,
      ObservableList<AudioDevice> devices,
      ObservableValue<Optional<AudioDevice>> inUse,
      Consumer<AudioDevice> choose) {
    var box = new ComboBox<>(devices);
    box.setId(id);
    box.setAccessibleText(texts.get(key));
    box.setMaxWidth(Double.MAX_VALUE);
    box.setPromptText(texts.get("sound.none"));
    box.setConverter(
        new ChoiceNames<>(
            device ->
                device.systemDefault()
                    ? texts.get("sound.default", device.name())
                    : device.name()));
    pins.follow(inUse, device -> show(box, device));
    pins.listen(devices, change -> box.setDisable(devices.isEmpty()));
    box.setDisable(devices.isEmpty());
    box.setOnAction(
        e -> {
          AudioDevice wanted = box.getValue();
          if (wanted != null && !inUse.getValue().equals(Optional.of(wanted))) {
            choose.accept(wanted);
            // Until it is in use, the one that is stays in sight.
            show(box, inUse.getValue());
          }
        });
    return box;
  }

  private static void show(ComboBox<AudioDevice> box, Optional<AudioDevice> device) {
    if (device.isPresent()) {
      box.setValue(device.get());
    } else {
      box.getSelectionModel().clearSelection();
    }
  }
}
