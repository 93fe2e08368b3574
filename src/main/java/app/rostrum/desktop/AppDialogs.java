package app.rostrum.desktop;

import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.live.ConnectionDetails;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.passcode.PasscodeViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.settings.AboutViewModel;
import app.rostrum.desktop.settings.GlobalKeyViewModel;
import app.rostrum.desktop.settings.ProfileViewModel;
import app.rostrum.desktop.settings.Settings;
import app.rostrum.desktop.settings.SettingsView;
import app.rostrum.desktop.shortcuts.ShortcutSheet;
import app.rostrum.desktop.sound.RehearsalViewModel;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.AppMenu;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Shortcut;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialogs that open above any screen: the settings, the shortcuts and what they lead to. Their
 * keys work in the whole window. UI thread only.
 */
final class AppDialogs {
  private static final Logger LOG = LoggerFactory.getLogger(AppDialogs.class);

  private final DesktopServices services;
  private final Work work;
  private final Texts texts;
  private final Overlay overlay;
  private final Appearance appearance;
  private final Alerts alerts;
  private final Settings settings;
  private final WindowReport report;
  private final Supplier<Optional<PasscodeViewModel>> entry;
  private final Supplier<Optional<SignedIn>> person;
  private final Supplier<Optional<LiveViewModel>> live;
  private SettingsView.Section visited = SettingsView.Section.SOUND;

  /**
   * @param entry the entry screen while it is shown
   * @param person the person who is signed in
   * @param live the stream that the person is in
   */
  AppDialogs(
      DesktopServices services,
      Work work,
      Texts texts,
      Overlay overlay,
      Appearance appearance,
      Alerts alerts,
      Supplier<Optional<PasscodeViewModel>> entry,
      Supplier<Optional<SignedIn>> person,
      Supplier<Optional<LiveViewModel>> live) {
    this.services = services;
    this.work = work;
    this.texts = texts;
    this.overlay = overlay;
    this.appearance = appearance;
    this.alerts = alerts;
    this.entry = entry;
    this.person = person;
    this.live = live;
    this.settings = new Settings(services.preferences(), this::applyProcessing);
    this.report = new WindowReport(settings, appearance, texts, entry, person, live);
    overlay.addEventHandler(
        KeyEvent.ANY,
        e -> {
          if (Shortcut.SETTINGS.matches(e)) {
            e.consume();
            openSettings();
          } else if (Shortcut.SHEET.matches(e)) {
            e.consume();
            openShortcuts();
          }
        });
  }

  Settings settings() {
    return settings;
  }

  AppMenu menu() {
    return new AppMenu(this::openSettings, this::openShortcuts);
  }

  /** Opens the settings above the present screen, unless a dialog is open already. */
  void openSettings() {
    if (overlay.hasDialog()) {
      return;
    }
    SettingsView.open(
        new SettingsView.Dependencies(
            overlay,
            texts,
            settings,
            appearance,
            alerts,
            this::soundCheck,
            this::rehearsal,
            () -> new GlobalKeyViewModel(settings, services.globalKeys(), work.ui(), texts),
            () ->
                new ProfileViewModel(
                    services.secrets(),
                    work,
                    texts,
                    person.get().map(SignedIn::identity),
                    name -> entry.get().ifPresent(model -> model.nameProperty().set(name))),
            this::about,
            live.get().map(stream -> this::openDetails)),
        visited,
        section -> visited = section);
  }

  private void openDetails() {
    live.get().ifPresent(stream -> ConnectionDetails.open(stream, about(), overlay, texts));
  }

  /** Opens the sheet of shortcuts, unless a dialog is open already. */
  private void openShortcuts() {
    if (!overlay.hasDialog()) {
      ShortcutSheet.open(overlay, texts, settings.talkKeyProperty().getValue());
    }
  }

  AboutViewModel about() {
    return new AboutViewModel(work, services.log(), report::facts, report::unsaid);
  }

  private void applyProcessing() {
    work.run(
        () -> {
          services.ownSound().get().applyProcessing();
          return true;
        },
        done -> {},
        failure -> LOG.warn("the microphone's processing stays as it was", failure));
  }

  private RehearsalViewModel rehearsal() {
    return new RehearsalViewModel(
        work,
        texts,
        services.ownSound(),
        new SoundDevices(work, texts, services.devices()),
        live.get()
            .<ObservableValue<Boolean>>map(LiveViewModel::microphoneOnProperty)
            .orElseGet(() -> new SimpleObjectProperty<>(false)));
  }

  SoundCheckViewModel soundCheck() {
    return new SoundCheckViewModel(work, texts, services.devices());
  }
}
