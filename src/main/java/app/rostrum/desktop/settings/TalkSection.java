package app.rostrum.desktop.settings;

import app.rostrum.desktop.ui.KeyNames;
import app.rostrum.desktop.ui.Visibility;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The section of push-to-talk. */
final class TalkSection {
  private TalkSection() {}

  static Node of(GlobalKeyViewModel global, SettingRows rows) {
    Settings settings = global.settings();
    rows.tick("push-to-talk", "settings.talk.on", settings.pushToTalkProperty());
    rows.note(rows.texts().get("settings.talk.note"));
    var key = new KeyField(settings, rows);
    rows.captioned(rows.texts().get("settings.talk.key"), key);
    var mode =
        rows.choice(
            "talk-key-mode",
            "settings.talk.mode",
            List.of(false, true),
            settings.talkKeyTogglesProperty(),
            toggles -> rows.texts().get("settings.talk.mode." + (toggles ? "TOGGLE" : "HOLD")));
    rows.pins()
        .follow(
            settings.pushToTalkProperty(),
            on -> {
              key.setDisable(!on);
              mode.setDisable(!on);
            });
    globally(global, rows);
    return rows;
  }

  private static void globally(GlobalKeyViewModel global, SettingRows rows) {
    CheckBox box =
        rows.tick(
            "talk-key-global", "settings.talk.global", global.settings().talkKeyGlobalProperty());
    Label note = rows.note("");
    note.setId("talk-key-global-note");
    rows.pins().follow(global.offeredProperty(), there -> Visibility.show(box, there));
    rows.pins().follow(global.usableProperty(), usable -> box.setDisable(!usable));
    rows.pins()
        .follow(
            global.noteProperty(),
            text -> {
              note.setText(text);
              Visibility.show(note, !text.isEmpty());
            });
  }

  /** A button that takes the next key that is pressed. */
  private static final class KeyField extends Button {
    private final Settings settings;
    private final SettingRows rows;
    private boolean waiting;

    KeyField(Settings settings, SettingRows rows) {
      this.settings = settings;
      this.rows = rows;
      setId("talk-key");
      setMnemonicParsing(false);
      setOnAction(
          e -> {
            expect(true);
            settings.choosingTalkKeyProperty().set(true);
          });
      addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
      // The release of Space would press the button again.
      addEventFilter(
          KeyEvent.KEY_RELEASED,
          e -> {
            if (waiting) {
              e.consume();
            } else {
              settings.choosingTalkKeyProperty().set(false);
            }
          });
      rows.pins().follow(settings.talkKeyCodeProperty(), code -> expect(false));
      rows.pins()
          .follow(
              focusedProperty(),
              focused -> {
                if (!focused) {
                  expect(false);
                  settings.choosingTalkKeyProperty().set(false);
                }
              });
      rows.pins().add(() -> settings.choosingTalkKeyProperty().set(false));
    }

    private void expect(boolean key) {
      waiting = key;
      KeyCode chosen = settings.talkKeyCodeProperty().get();
      String text =
          rows.texts()
              .get(
                  key ? "settings.talk.press" : "settings.talk.change",
                  KeyNames.of(chosen, rows.texts()));
      setText(text);
      setAccessibleText(rows.texts().get("settings.talk.key") + ": " + text);
    }

    private void pressed(KeyEvent e) {
      if (!waiting || !TalkKey.usable(e.getCode()) || e.isShortcutDown() || e.isAltDown()) {
        return;
      }
      e.consume();
      KeyCode code = e.getCode();
      if (code == settings.talkKeyCodeProperty().get()) {
        expect(false);
      } else {
        settings.talkKeyCodeProperty().set(code);
      }
    }
  }
}
