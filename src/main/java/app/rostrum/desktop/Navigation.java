package app.rostrum.desktop;

import app.rostrum.desktop.live.Entry;
import app.rostrum.desktop.lobby.LobbyView;
import app.rostrum.desktop.lobby.LobbyViewModel;
import app.rostrum.desktop.passcode.PasscodeView;
import app.rostrum.desktop.passcode.PasscodeViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.sound.SoundCheckViewModel;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices;
import java.util.function.Supplier;
import javafx.scene.Parent;

/** Which screen is shown: passcode, lobby, a stream, and back. UI thread only. */
public final class Navigation {
  private final DesktopServices services;
  private final Work work;
  private final Texts texts;
  private final Appearance appearance;
  private final Overlay overlay;
  private final Supplier<AudioDevices> devices;
  private Pin screen = Pin.NONE;

  public Navigation(DesktopServices services, UiThread ui, Texts texts, Appearance appearance) {
    this.services = services;
    this.work = new Work(services.background(), ui);
    this.texts = texts;
    this.appearance = appearance;
    this.overlay = new Overlay(ui, texts);
    this.devices = new Once<>(services.devices());
  }

  public Parent root() {
    return overlay;
  }

  /** Shows the first screen. */
  public void begin() {
    showPasscode("");
  }

  private void showPasscode(String reason) {
    leaveScreen();
    var model = new PasscodeViewModel(services, work, texts, signedIn -> showLobby(signedIn, ""));
    var view = new PasscodeView(model, texts);
    overlay.setScreen(view);
    view.focusFirst();
    model.recall();
    if (!reason.isEmpty()) {
      model.explainReturn(reason);
    }
    screen = model::cancel;
  }

  private void showLobby(SignedIn signedIn, String notice) {
    leaveScreen();
    var model =
        new LobbyViewModel(
            signedIn,
            work,
            texts,
            services.clock(),
            entry -> enter(signedIn, entry),
            this::showPasscode);
    model.noticeProperty().set(notice);
    overlay.setScreen(
        new LobbyView(
            model,
            texts,
            overlay,
            appearance,
            () -> new SoundCheckViewModel(work, texts, devices),
            this::signOut));
    model.open();
    screen = model::close;
  }

  private void enter(SignedIn signedIn, Entry entry) {
    leaveScreen();
    showLobby(signedIn, entry.streamName());
  }

  private void signOut() {
    leaveScreen();
    work.run(
        () -> {
          PasscodeViewModel.forget(services.secrets());
          return true;
        },
        done -> showPasscode(""),
        failure -> showPasscode(""));
  }

  private void leaveScreen() {
    screen.close();
    screen = Pin.NONE;
  }

  /** The window wants to close. */
  public void close(Runnable closed) {
    leaveScreen();
    closed.run();
  }

  /** Calls its source when first asked, once. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private volatile @org.jspecify.annotations.Nullable T value;

    Once(Supplier<T> source) {
      this.source = source;
    }

    @Override
    public T get() {
      T ready = value;
      if (ready != null) {
        return ready;
      }
      synchronized (this) {
        T made = value;
        if (made == null) {
          made = source.get();
          value = made;
        }
        return made;
      }
    }
  }
}
