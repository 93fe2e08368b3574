package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.AudioDevices.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices of this machine as properties, with the choice among them. A device is shown as chosen
 * once {@link AudioDevices} says that it is in use, not when it is clicked. UI thread only.
 */
public final class SoundDevices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SoundDevices.class);

  private final Work work;
  private final Texts texts;
  private final Supplier<AudioDevices> source;

  private final ObservableList<AudioDevice> microphones = FXCollections.observableArrayList();
  private final ObservableList<AudioDevice> speakers = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<AudioDevice>> microphone =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<AudioDevice>> speaker =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<DeviceState>> state =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  private Pin opening = Pin.NONE;
  private Pin watching = Pin.NONE;
  private Optional<AudioDevices> devices = Optional.empty();

  /**
   * @param source gives the same devices each time; called in the background
   */
  public SoundDevices(Work work, Texts texts, Supplier<AudioDevices> source) {
    this.work = work;
    this.texts = texts;
    this.source = source;
  }

  /** Looks for devices and follows them until closed. */
  public void open() {
    open(found -> {});
  }

  /**
   * @param then takes the devices once they are found
   */
  void open(Consumer<AudioDevices> then) {
    opening =
        work.run(
            source,
            found -> {
              devices = Optional.of(found);
              watching = found.onChange(() -> work.ui().run(this::refresh))::close;
              refresh();
              then.accept(found);
            },
            failure -> {
              log.warn("the audio devices could not be opened", failure);
              problem.set(texts.get("sound.unavailable"));
            });
  }

  private void refresh() {
    devices.ifPresent(
        now -> {
          ListDiff.apply(microphones, now.microphones(), AudioDevice::id);
          ListDiff.apply(speakers, now.speakers(), AudioDevice::id);
          microphone.set(now.microphoneInUse());
          speaker.set(now.speakerInUse());
          problem.set(describe(now));
          state.set(Optional.of(DeviceState.of(now)));
        });
  }

  private String describe(AudioDevices now) {
    Optional<Problem> reason = now.problem();
    if (reason.isPresent()) {
      return texts.get("sound.problem." + reason.get());
    }
    return now.microphones().isEmpty() ? texts.get("sound.no-microphone") : "";
  }

  public void chooseMicrophone(AudioDevice wanted) {
    choose(microphone, wanted, AudioDevices::chooseMicrophone);
  }

  public void chooseSpeaker(AudioDevice wanted) {
    choose(speaker, wanted, AudioDevices::chooseSpeaker);
  }

  private interface Choice {
    CompletableFuture<Void> make(AudioDevices devices, AudioDevice wanted);
  }

  private void choose(
      ReadOnlyObjectWrapper<Optional<AudioDevice>> inUse, AudioDevice wanted, Choice choice) {
    if (devices.isEmpty() || inUse.get().equals(Optional.of(wanted))) {
      return;
    }
    work.run(
        () -> choice.make(devices.get(), wanted).join(),
        done -> refresh(),
        failure -> {
          log.warn("a device could not be chosen: {}", failure.toString());
          refresh();
          problem.set(texts.get("sound.choice-failed", wanted.name()));
        });
  }

  /** Ends following. The devices stay as chosen. */
  @Override
  public void close() {
    opening.close();
    watching.close();
    watching = Pin.NONE;
  }

  public ObservableList<AudioDevice> microphones() {
    return microphones;
  }

  public ObservableList<AudioDevice> speakers() {
    return speakers;
  }

  /** The microphone in use; empty if there is none. */
  public ReadOnlyObjectProperty<Optional<AudioDevice>> microphoneProperty() {
    return microphone.getReadOnlyProperty();
  }

  /** The loudspeaker in use; empty if there is none. */
  public ReadOnlyObjectProperty<Optional<AudioDevice>> speakerProperty() {
    return speaker.getReadOnlyProperty();
  }

  /** All of it at one moment; empty until the devices are found. */
  public ReadOnlyObjectProperty<Optional<DeviceState>> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** The reason why sound cannot be used, for a person to read; empty if all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  void tell(String trouble) {
    problem.set(trouble);
  }
}
