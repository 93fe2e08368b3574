package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.live.LiveView;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.lobby.LobbyView;
import app.rostrum.desktop.lobby.LobbyViewModel;
import app.rostrum.desktop.lobby.OtherHostsViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.settings.AboutViewModel;
import app.rostrum.desktop.settings.Settings;
import app.rostrum.desktop.sharing.SharingViewModel;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.AppMenu;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.CompactMode;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.desktop.ui.Work;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows screens as {@link Navigation} does, without what leads from one to another. */
record Screens(FakeServices fakes, UiThread ui, Clock clock, Overlay overlay, Texts texts) {
  LobbyViewModel lobby(String identity, boolean hostedHere) {
    var deployment = new Deployment(fakes.backend, fakes.passcode, fakes.link);
    var signedIn = new SignedIn(identity, deployment, hostedHere);
    var model = new LobbyViewModel(signedIn, work(), texts, clock, e -> {}, e -> {});
    var others =
        new OtherHostsViewModel(
            signedIn, fakes.services(Runnable::run, clock), work(), texts, elsewhere -> {});
    assertThat(others.look()).isNotNull();
    overlay.setScreen(
        new LobbyView(
            model,
            texts,
            overlay,
            new Appearance(fakes.preferences),
            this::soundCheck,
            new AppMenu(() -> {}, () -> {}),
            new SharingViewModel(fakes.local, work(), texts),
            others,
            () -> {}));
    return model;
  }

  LiveViewModel live(Entry entry, FakeSession session, Consumer<URI> browser) {
    var model = new LiveViewModel(entry, ui, clock, texts, overlay.toasts(), departure -> {});
    model.microphone().follow(new SoundDevices(work(), texts, fakes.devices));
    model.begin(session);
    overlay.setScreen(
        new LiveView(
            model,
            new LiveView.Dependencies(
                overlay,
                texts,
                new Appearance(fakes.preferences),
                fakes.preferences,
                clock,
                this::soundCheck,
                new Settings(fakes.preferences, () -> {}).talkKeyProperty(),
                new AppMenu(() -> {}, () -> {}),
                this::about,
                () ->
                    new Deployment(fakes.backend, fakes.passcode, fakes.link)
                        .invitationTo(entry.streamName()),
                Optional.empty(),
                compactMode(),
                new AlertSettings(fakes.preferences).soundsProperty(),
                browser)));
    return model;
  }

  private CompactMode compactMode() {
    return new CompactMode(fakes.preferences);
  }

  private Work work() {
    return new Work(Runnable::run, ui);
  }

  private AboutViewModel about() {
    return new AboutViewModel(
        work(), Optional.empty(), Map::of, () -> new AboutViewModel.Private(List.of(), List.of()));
  }

  private SoundCheckViewModel soundCheck() {
    return new SoundCheckViewModel(work(), texts, fakes.devices);
  }
}
