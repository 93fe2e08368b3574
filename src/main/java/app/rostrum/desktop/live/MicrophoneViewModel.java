package app.rostrum.desktop.live;

import app.rostrum.desktop.sound.DeviceMessages;
import app.rostrum.desktop.sound.DeviceState;
import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.Audibility;
import app.rostrum.stream.StreamState;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Audibility of this person: what the session says, corrected by what is known of the devices. A
 * reason is told once as a message when it has lasted for a second, and again when the person tries
 * to speak all the same. UI thread only.
 */
public final class MicrophoneViewModel implements AutoCloseable {
  /** The time that a reason has to last before it is told. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** The time for which a reason is not repeated. */
  private static final Duration REPEATED = Duration.ofSeconds(10);

  private final UiThread ui;
  private final Texts texts;
  private final Messages say;
  private final ReadOnlyObjectWrapper<Audibility> audibility =
      new ReadOnlyObjectWrapper<>(Audibility.OFF_STAGE);
  private final ReadOnlyDoubleWrapper level = new ReadOnlyDoubleWrapper();
  private final ReadOnlyBooleanWrapper soundless = new ReadOnlyBooleanWrapper();
  private final Pins pins = new Pins();

  private Audibility said = Audibility.OFF_STAGE;
  private Optional<DeviceState> devices = Optional.empty();
  private Optional<SoundDevices> sound = Optional.empty();
  private Pin telling = Pin.NONE;
  private Pin repeating = Pin.NONE;
  private boolean mayRepeat = true;

  MicrophoneViewModel(UiThread ui, Texts texts, Messages say) {
    this.ui = ui;
    this.texts = texts;
    this.say = say;
  }

  /** Follows the devices until closed, and tells what comes and goes. */
  public void follow(SoundDevices found) {
    sound = Optional.of(found);
    var messages =
        new DeviceMessages(ui, texts, text -> say.show(Toasts.Kind.INFO, "devices", text));
    pins.add(found::close);
    pins.add(messages);
    pins.follow(
        found.stateProperty(),
        now -> {
          devices = now;
          soundless.set(now.filter(DeviceState::withoutSpeaker).isPresent());
          judge();
          now.ifPresent(messages::follow);
        });
    found.open();
  }

  void apply(StreamState state) {
    said = state.audibility();
    judge();
    level.set(
        audibility.get() == Audibility.HEARD
            ? state.levels().getOrDefault(state.identity(), 0.0)
            : 0);
  }

  private void judge() {
    Audibility now = corrected();
    if (now == audibility.get()) {
      return;
    }
    audibility.set(now);
    telling.close();
    repeating.close();
    mayRepeat = true;
    if (now.withoutSound() || now == Audibility.SERVER_SILENT) {
      telling = ui.after(SETTLED, this::tell);
    }
  }

  /** Returns what the session says, unless the devices know better why there is no sound. */
  private Audibility corrected() {
    if (said == Audibility.OFF_STAGE || said.notConnected() || devices.isEmpty()) {
      return said;
    } else if (devices.get().withoutSound()) {
      return Audibility.NO_SOUND_SYSTEM;
    } else if (devices.get().withoutMicrophone()) {
      return Audibility.NO_MICROPHONE;
    }
    return said;
  }

  private void tell() {
    telling.close();
    mayRepeat = false;
    repeating.close();
    repeating = ui.after(REPEATED, () -> mayRepeat = true);
    say.show(Toasts.Kind.ERROR, "microphone", reason());
  }

  /** Tells a person who wants to speak why nobody hears them, if that is so. */
  void wantsToSpeak() {
    if (mayRepeat && (audibility.get().withoutSound() || audibility.get().notConnected())) {
      tell();
    }
  }

  /** Returns whether this person is heard, or why not, as a sentence. */
  String reason() {
    return texts.get("audibility." + audibility.get());
  }

  /** Ends following. */
  @Override
  public void close() {
    telling.close();
    repeating.close();
    pins.close();
  }

  public ReadOnlyObjectProperty<Audibility> audibilityProperty() {
    return audibility.getReadOnlyProperty();
  }

  /** The level of the microphone, 0 to 1, linear; 0 unless it is heard. */
  public ReadOnlyDoubleProperty levelProperty() {
    return level.getReadOnlyProperty();
  }

  /** True if it is known that this machine plays nothing. */
  public ReadOnlyBooleanProperty soundlessProperty() {
    return soundless.getReadOnlyProperty();
  }

  /** Returns the devices to choose from; empty until they are followed. */
  Optional<SoundDevices> sound() {
    return sound;
  }
}
