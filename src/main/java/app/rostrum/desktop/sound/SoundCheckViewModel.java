package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audio devices, the level of the microphone and the test sound. A device is shown as chosen once
 * {@link AudioDevices} says that it is in use, not when it is clicked.
 */
public final class SoundCheckViewModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SoundCheckViewModel.class);

  private final Work work;
  private final Texts texts;
  private final Supplier<AudioDevices> source;

  private final ObservableList<AudioDevice> microphones = FXCollections.observableArrayList();
  private final ObservableList<AudioDevice> speakers = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<AudioDevice>> microphone =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<AudioDevice>> speaker =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyDoubleWrapper level = new ReadOnlyDoubleWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper testing = new ReadOnlyBooleanWrapper();

  private final AtomicReference<Double> newestLevel = new AtomicReference<>();
  private Pin opening = Pin.NONE;
  private Pin watching = Pin.NONE;
  private Optional<AudioDevices> devices = Optional.empty();

  public SoundCheckViewModel(Work work, Texts texts, Supplier<AudioDevices> source) {
    this.work = work;
    this.texts = texts;
    this.source = source;
  }

  /** Looks for devices and begins to measure the microphone. */
  public void open() {
    opening =
        work.run(
            source,
            this::watch,
            failure -> {
              log.warn("the audio devices could not be opened", failure);
              problem.set(texts.get("sound.unavailable"));
            });
  }

  private void watch(AudioDevices found) {
    devices = Optional.of(found);
    UiThread ui = work.ui();
    AudioDevices.Handle changes = found.onChange(() -> ui.run(this::refresh));
    AudioDevices.Handle meter = found.meter(value -> heard(ui, value));
    watching =
        () -> {
          changes.close();
          meter.close();
        };
    refresh();
  }

  private void heard(UiThread ui, double value) {
    if (newestLevel.getAndSet(value) == null) {
      ui.onNextPulse(
          () -> {
            Double newest = newestLevel.getAndSet(null);
            if (newest != null) {
              level.set(Math.clamp(newest, 0, 1));
            }
          });
    }
  }

  private void refresh() {
    devices.ifPresent(
        now -> {
          ListDiff.apply(microphones, now.microphones(), AudioDevice::id);
          ListDiff.apply(speakers, now.speakers(), AudioDevice::id);
          microphone.set(now.microphoneInUse());
          speaker.set(now.speakerInUse());
          problem.set(
              now.problem()
                  .or(
                      () ->
                          now.microphones().isEmpty()
                              ? Optional.of(texts.get("sound.no-microphone"))
                              : Optional.empty())
                  .orElse(""));
        });
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

  /** Plays the test sound. */
  public void test() {
    if (devices.isEmpty() || testing.get()) {
      return;
    }
    testing.set(true);
    work.run(
        () -> devices.get().testSound().join(),
        done -> testing.set(false),
        failure -> {
          log.warn("the test sound failed: {}", failure.toString());
          testing.set(false);
          problem.set(texts.get("sound.test-failed"));
        });
  }

  /** Stops measuring. The devices stay as chosen. */
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

  public ReadOnlyObjectProperty<Optional<AudioDevice>> microphoneProperty() {
    return microphone.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<AudioDevice>> speakerProperty() {
    return speaker.getReadOnlyProperty();
  }

  /** The level of the microphone, 0 to 1, linear. */
  public ReadOnlyDoubleProperty levelProperty() {
    return level.getReadOnlyProperty();
  }

  /** The reason why sound cannot be used; empty if all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty testingProperty() {
    return testing.getReadOnlyProperty();
  }
}
