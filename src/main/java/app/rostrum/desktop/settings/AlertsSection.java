package app.rostrum.desktop.settings;

import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.alerts.AlertSounds;
import app.rostrum.desktop.alerts.Cue;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;

/** The section of the sounds that tell of what happens. */
final class AlertsSection {
  private AlertsSection() {}

  static Node of(AlertSounds sounds, SettingRows rows) {
    Texts texts = rows.texts();
    AlertSettings settings = sounds.settings();
    rows.tick("sounds", "settings.alerts.sounds", settings.soundsProperty());
    var each = new SettingRows(texts, rows.pins());
    each.getStyleClass().add("setting-group");
    for (Cue cue : Cue.values()) {
      CheckBox box =
          each.tick("sound-" + cue.id(), "settings.alerts." + cue, settings.cueProperty(cue));
      box.addEventHandler(
          ActionEvent.ACTION,
          e -> {
            if (box.isSelected()) {
              sounds.demonstrate(cue);
            }
          });
    }
    rows.add(each);
    CheckBox onAir =
        rows.tick("sounds-on-air", "settings.alerts.on-air", settings.headphonesProperty());
    rows.note(texts.get("settings.alerts.on-air-note"));
    var silent = new VBox(rows.note(texts.get("settings.alerts.silent")));
    silent.setId("sounds-silent");
    rows.add(silent);
    rows.pins()
        .follow(
            settings.soundsProperty(),
            on -> {
              each.setDisable(!on);
              onAir.setDisable(!on);
            });
    rows.pins().follow(sounds.audibleProperty(), now -> Visibility.show(silent, !now));
    sounds.look();
    return rows;
  }
}
