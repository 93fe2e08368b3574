package app.rostrum.desktop.lobby;

import app.rostrum.desktop.sound.SoundCheck;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.FormField;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.RecordingMark;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;
import java.util.function.Supplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/** The dialogs before going on stage. */
final class LobbyDialogs {
  private final LobbyViewModel model;
  private final Overlay overlay;
  private final Texts texts;
  private final Supplier<SoundCheckViewModel> soundCheck;

  LobbyDialogs(
      LobbyViewModel model,
      Overlay overlay,
      Texts texts,
      Supplier<SoundCheckViewModel> soundCheck) {
    this.model = model;
    this.overlay = overlay;
    this.texts = texts;
    this.soundCheck = soundCheck;
  }

  /** Asks for name, settings and sound of a new stream. */
  void create() {
    var dialog = new Dialog("create-dialog", texts.get("create.title"));
    var name =
        new FormField(
            "stream-name",
            texts.get("create.name"),
            texts.get("create.name-prompt"),
            new SimpleStringProperty(""),
            model.newNameErrorProperty(),
            dialog.pins());
    dialog.pins().bindBoth(name.input().textProperty(), model.newNameProperty());
    var group = new ToggleGroup();
    RadioButton open = radio(group, "stage-open", "create.open");
    RadioButton invited = radio(group, "stage-by-invitation", "create.by-invitation");
    invited.setSelected(true);
    var question = new Label(texts.get("create.who"));
    question.getStyleClass().add("field-caption");
    var who = new VBox(question, invited, open);
    who.setSpacing(8);
    var chat = new CheckBox(texts.get("create.chat"));
    chat.setId("with-chat");
    chat.setSelected(true);
    CheckBox microphone = microphoneOn();
    dialog
        .body(name)
        .body(who)
        .body(chat)
        .body(new SoundCheck(soundCheck.get(), texts, dialog.pins()))
        .body(microphone)
        .focus(name.input())
        .cancelButton("cancel-create", texts.get("cancel"));
    Button go =
        dialog.defaultButton(
            "create-and-join",
            texts.get("create.go"),
            () -> {
              if (model.newNameUsable()) {
                dialog.close();
                model.create(
                    new StreamSettings(open.isSelected(), chat.isSelected()),
                    microphone.isSelected());
              } else {
                name.input().requestFocus();
              }
            });
    // Nobody should be on air before having seen the microphone.
    name.input()
        .setOnAction(
            e -> {
              if (model.newNameUsable()) {
                dialog.scrollTo(microphone);
                go.requestFocus();
              }
            });
    overlay.show(dialog);
  }

  /** Checks the sound before joining as a speaker. */
  void speak(String streamName) {
    CheckBox microphone = microphoneOn();
    // Enter does not go on stage: it may be the one that opened the dialog, and nobody should be on
    // air before having seen the microphone.
    var dialog = new Dialog("speak-dialog", texts.get("speak.title", streamName));
    if (model.isRecorded(streamName)) {
      dialog.body(new RecordingMark("speak-recorded", texts)).text(texts.get("recording.heard"));
    }
    overlay.show(
        dialog
            .body(new SoundCheck(soundCheck.get(), texts, dialog.pins()))
            .body(microphone)
            .focus(microphone)
            .cancelButton("cancel-speak", texts.get("cancel"))
            .closingButton(
                "go-on-stage",
                texts.get("speak.go"),
                "accent",
                () -> model.join(streamName, Role.SPEAKER, microphone.isSelected())));
  }

  private RadioButton radio(ToggleGroup group, String id, String key) {
    var button = new RadioButton(texts.get(key));
    button.setId(id);
    button.setToggleGroup(group);
    button.setWrapText(true);
    return button;
  }

  private CheckBox microphoneOn() {
    var box = new CheckBox(texts.get("speak.microphone-on"));
    box.setId("microphone-on");
    box.setSelected(true);
    return box;
  }
}
