package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Audio devices, the level of the microphone and the test sound. */
public final class SoundCheckViewModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SoundCheckViewModel.class);

  private final Work work;
  private final Texts texts;
  private final SoundDevices sound;

  private final ReadOnlyDoubleWrapper level = new ReadOnlyDoubleWrapper();
  private final ReadOnlyBooleanWrapper testing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper testable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper measured = new ReadOnlyBooleanWrapper();

  private final AtomicReference<Double> newestLevel = new AtomicReference<>();
  private Pin following = Pin.NONE;
  private Pin metering = Pin.NONE;
  private Optional<AudioDevices> devices = Optional.empty();

  public SoundCheckViewModel(Work work, Texts texts, Supplier<AudioDevices> source) {
    this.work = work;
    this.texts = texts;
    this.sound = new SoundDevices(work, texts, source);
  }

  /** Looks for devices and begins to measure the microphone. */
  public void open() {
    following = sound.stateProperty().subscribe(now -> refresh())::unsubscribe;
    sound.open(this::watch);
  }

  private void watch(AudioDevices found) {
    devices = Optional.of(found);
    metering = found.meter(value -> heard(work.ui(), value))::close;
    refresh();
  }

  private void refresh() {
    testable.set(devices.filter(AudioDevices::playsTestSound).isPresent());
    measured.set(devices.filter(AudioDevices::measures).isPresent());
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

  public void chooseMicrophone(AudioDevice wanted) {
    sound.chooseMicrophone(wanted);
  }

  public void chooseSpeaker(AudioDevice wanted) {
    sound.chooseSpeaker(wanted);
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
          sound.tell(texts.get("sound.test-failed"));
        });
  }

  /** Stops measuring. The devices stay as chosen. */
  @Override
  public void close() {
    following.close();
    sound.close();
    metering.close();
    metering = Pin.NONE;
  }

  public ObservableList<AudioDevice> microphones() {
    return sound.microphones();
  }

  public ObservableList<AudioDevice> speakers() {
    return sound.speakers();
  }

  public ReadOnlyObjectProperty<Optional<AudioDevice>> microphoneProperty() {
    return sound.microphoneProperty();
  }

  public ReadOnlyObjectProperty<Optional<AudioDevice>> speakerProperty() {
    return sound.speakerProperty();
  }

  /** The level of the microphone, 0 to 1, linear. */
  public ReadOnlyDoubleProperty levelProperty() {
    return level.getReadOnlyProperty();
  }

  /** The reason why sound cannot be used; empty if all is well. */
  public ReadOnlyStringProperty problemProperty() {
    return sound.problemProperty();
  }

  public ReadOnlyBooleanProperty testingProperty() {
    return testing.getReadOnlyProperty();
  }

  /** True while a test sound can be heard; where it cannot, it is not offered. */
  public ReadOnlyBooleanProperty testableProperty() {
    return testable.getReadOnlyProperty();
  }

  /** True while the level is that of a microphone. */
  public ReadOnlyBooleanProperty measuredProperty() {
    return measured.getReadOnlyProperty();
  }
}
