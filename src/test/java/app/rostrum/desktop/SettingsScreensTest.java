package app.rostrum.desktop;

import app.rostrum.desktop.alerts.AlertBadge;
import app.rostrum.desktop.alerts.AlertNotifications;
import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.alerts.AlertSounds;
import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.alerts.FakeNotifications;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.desktop.settings.AboutViewModel;
import app.rostrum.desktop.settings.GlobalKeyViewModel;
import app.rostrum.desktop.settings.ProfileViewModel;
import app.rostrum.desktop.settings.Settings;
import app.rostrum.desktop.settings.SettingsView;
import app.rostrum.desktop.settings.SettingsView.Section;
import app.rostrum.desktop.settings.TalkKey;
import app.rostrum.desktop.shortcuts.ShortcutSheet;
import app.rostrum.desktop.sound.RehearsalViewModel;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.OwnSound;
import app.rostrum.stream.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes pictures of the settings above a stream. */
@Tag("screens")
class SettingsScreensTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final Texts english = Texts.in(Locale.ENGLISH);
  private final Texts german = Texts.in(Locale.GERMAN);

  private final FakeGlobalKeys globalKeys = new FakeGlobalKeys();

  private void open(Overlay overlay, Texts texts, Section section) {
    var work = new Work(Runnable::run, ui);
    var states = States.host("Ada Lovelace").speakers(3).listeners(30);
    new Screens(fakes, ui, ui.clock(), overlay, texts)
        .live(Entry.join("Morning coffee", Role.HOST, true), new FakeSession(), address -> {})
        .bridge()
        .accept(states.state());
    ui.pulse();
    var settings = new Settings(fakes.preferences, () -> {});
    SettingsView.open(
        new SettingsView.Dependencies(
            overlay,
            texts,
            settings,
            new Appearance(fakes.preferences),
            alerts(work),
            () -> new SoundCheckViewModel(work, texts, fakes.devices),
            () ->
                new RehearsalViewModel(
                    work,
                    texts,
                    () -> fakes.ownSound,
                    new SoundDevices(work, texts, fakes.devices),
                    new SimpleObjectProperty<>(false)),
            () -> new GlobalKeyViewModel(settings, globalKeys, ui, texts),
            () ->
                new ProfileViewModel(
                    fakes.secrets, work, texts, Optional.of("Ada Lovelace"), name -> {}),
            () ->
                new AboutViewModel(
                    work,
                    Optional.of(Path.of("/home/ada/.local/state/rostrum/logs/rostrum.log")),
                    Map::of,
                    () -> new AboutViewModel.Private(List.of(), List.of())),
            Optional.of(() -> {})),
        section,
        visited -> {});
  }

  private Alerts alerts(Work work) {
    var settings = new AlertSettings(fakes.preferences);
    return new Alerts(
        settings,
        new AlertSounds(work, fakes.devices, settings),
        new AlertNotifications(new FakeNotifications(), work, settings, () -> {}),
        new AlertBadge(new FakeNotifications(), ui, settings));
  }

  private void section(Section section, String... expected) {
    String name = "settings-" + section.name().toLowerCase(Locale.ROOT);
    ScreenShots.of(name, ui, english, overlay -> open(overlay, english, section), expected);
    ScreenShots.of(
        name + "-german", ui, german, overlay -> open(overlay, german, section), expected);
    ScreenShots.of(
        name + "-200",
        200,
        ui,
        german,
        overlay -> open(overlay, german, section),
        "close-settings");
  }

  @Test
  void sound() {
    section(Section.SOUND, "close-settings", "settings-sections", "microphone");
  }

  @Test
  void hearingOneself() {
    ScreenShots.of(
        "settings-rehearsal",
        ui,
        german,
        overlay -> {
          open(overlay, german, Section.SOUND);
          ((Button) overlay.lookup("#rehearsal")).fire();
          fakes.ownSound.tell(new OwnSound.Rehearsal.Recording(Duration.ofSeconds(3)));
          ui.pulse();
          ((ScrollPane) overlay.lookup("#settings-content")).setVvalue(1);
        },
        "close-settings",
        "rehearsal");
  }

  @Test
  void talking() {
    fakes.preferences.put("push-to-talk", "true");
    section(
        Section.TALKING,
        "close-settings",
        "push-to-talk",
        "talk-key",
        "talk-key-mode",
        "talk-key-global");
  }

  @Test
  void alerts() {
    ScreenShots.of(
        "settings-alerts",
        ui,
        german,
        overlay -> open(overlay, german, Section.ALERTS),
        "close-settings",
        "sounds",
        "sounds-on-air",
        "notifications");
  }

  @Test
  void appearance() {
    section(Section.APPEARANCE, "close-settings", "theme-choice", "text-size", "motion-choice");
  }

  @Test
  void language() {
    section(Section.LANGUAGE, "close-settings", "language");
  }

  @Test
  void profile() {
    fakes.secrets.write(SecretStore.NAME, "Ada Lovelace");
    section(Section.PROFILE, "close-settings", "profile-name");
  }

  @Test
  void shortcuts() {
    ScreenShots.of(
        "shortcuts",
        ui,
        german,
        overlay -> ShortcutSheet.open(overlay, german, TalkKey.SPACE),
        "close-shortcuts",
        "shortcuts-scroll");
  }

  @Test
  void about() {
    section(
        Section.ABOUT,
        "close-settings",
        "versions",
        "copy-diagnostics",
        "show-notices",
        "show-details");
    ScreenShots.of(
        "settings-about-notices",
        ui,
        english,
        overlay -> {
          open(overlay, english, Section.ABOUT);
          overlay.applyCss();
          overlay.layout();
          ((Button) overlay.lookup("#show-notices")).fire();
        },
        "close-settings");
  }
}
