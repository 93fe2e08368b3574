package app.rostrum.desktop.settings;

import app.rostrum.desktop.alerts.AlertNotifications.Kind;
import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.alerts.Cue;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;

/** The section of the sounds and notifications that tell of what happens. */
final class AlertsSection {
  private AlertsSection() {}

  static Node of(Alerts alerts, SettingRows rows) {
    sounds(alerts, rows);
    notifications(alerts, rows);
    rows.tick(
        "read-messages", "settings.alerts.read-messages", alerts.settings().readMessagesProperty());
    return rows;
  }

  private static void sounds(Alerts alerts, SettingRows rows) {
    Texts texts = rows.texts();
    AlertSettings settings = alerts.settings();
    rows.tick("sounds", "settings.alerts.sounds", settings.soundsProperty());
    SettingRows each = group(rows);
    for (Cue cue : Cue.values()) {
      sound(
          each.tick("sound-" + cue.id(), "settings.alerts." + cue, settings.cueProperty(cue)),
          () -> alerts.sounds().demonstrate(cue));
    }
    sound(
        each.tick("sound-applause", "settings.alerts.applause", settings.applauseProperty()),
        alerts.sounds()::demonstrateApplause);
    CheckBox onAir =
        rows.tick("sounds-on-air", "settings.alerts.on-air", settings.headphonesProperty());
    rows.note(texts.get("settings.alerts.on-air-note"));
    Label silent = rows.note(texts.get("settings.alerts.silent"));
    silent.setId("sounds-silent");
    rows.pins()
        .follow(
            settings.soundsProperty(),
            on -> {
              each.setDisable(!on);
              onAir.setDisable(!on);
            });
    rows.pins().follow(alerts.sounds().audibleProperty(), now -> Visibility.show(silent, !now));
    alerts.sounds().look();
  }

  /** Lets a sound be heard when it is chosen. */
  private static void sound(CheckBox box, Runnable demonstrate) {
    box.addEventHandler(
        ActionEvent.ACTION,
        e -> {
          if (box.isSelected()) {
            demonstrate.run();
          }
        });
  }

  /** Shows nothing where the desktop has no notifications. */
  private static void notifications(Alerts alerts, SettingRows rows) {
    AlertSettings settings = alerts.settings();
    CheckBox all =
        rows.tick(
            "notifications", "settings.alerts.notifications", settings.notificationsProperty());
    SettingRows each = group(rows);
    for (Kind kind : Kind.values()) {
      each.tick(
          "notification-" + kind.id(),
          "settings.alerts.notification." + kind,
          settings.notificationProperty(kind));
    }
    rows.pins().follow(settings.notificationsProperty(), on -> each.setDisable(!on));
    rows.pins()
        .follow(
            alerts.notifications().availableProperty(),
            there -> {
              Visibility.show(all, there);
              Visibility.show(each, there);
            });
    alerts.notifications().look();
  }

  private static SettingRows group(SettingRows rows) {
    var group = new SettingRows(rows.texts(), rows.pins());
    group.getStyleClass().add("setting-group");
    rows.add(group);
    return group;
  }
}
