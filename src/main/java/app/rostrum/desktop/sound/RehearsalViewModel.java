package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.OwnSound;
import app.rostrum.media.OwnSound.Rehearsal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rehearsal: the person speaks for five seconds and hears what others would have heard. Not while
 * a stream hears the microphone. UI thread only.
 */
public final class RehearsalViewModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RehearsalViewModel.class);

  private final Work work;
  private final Texts texts;
  private final Supplier<OwnSound> source;
  private final ObservableValue<Boolean> onAir;
  private final SoundDevices devices;

  private final ReadOnlyBooleanWrapper offered = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper possible = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");

  private Pin following = Pin.NONE;
  private Pin rehearsing = Pin.NONE;

  /**
   * @param source gives the same sound each time; called in the background
   * @param devices of this ViewModel alone
   * @param onAir true while others hear this microphone
   */
  public RehearsalViewModel(
      Work work,
      Texts texts,
      Supplier<OwnSound> source,
      SoundDevices devices,
      ObservableValue<Boolean> onAir) {
    this.work = work;
    this.texts = texts;
    this.source = source;
    this.devices = devices;
    this.onAir = onAir;
  }

  /** Follows devices and stream until closed. */
  public void open() {
    Pin ofDevices = devices.stateProperty().subscribe(this::refresh)::unsubscribe;
    Pin ofStream = onAir.subscribe(this::refresh)::unsubscribe;
    following =
        () -> {
          ofDevices.close();
          ofStream.close();
        };
    devices.open();
    refresh();
  }

  private void refresh() {
    Optional<DeviceState> now = devices.stateProperty().get();
    offered.set(
        now.filter(
                state ->
                    !state.withoutSound()
                        && !state.problem().equals(Optional.of(AudioDevices.Problem.SYNTHETIC)))
            .isPresent());
    Optional<String> obstacle = now.flatMap(this::obstacle);
    possible.set(offered.get() && obstacle.isEmpty());
    if (!possible.get()) {
      stop();
      status.set(obstacle.map(texts::get).orElse(""));
    } else if (!running.get()) {
      status.set("");
    }
  }

  private Optional<String> obstacle(DeviceState state) {
    if (state.withoutMicrophone()) {
      return Optional.of("rehearsal.no-microphone");
    } else if (state.withoutSpeaker()) {
      return Optional.of("rehearsal.no-speaker");
    }
    return onAir.getValue() ? Optional.of("rehearsal.on-air") : Optional.empty();
  }

  /** Begins, or ends what has begun. */
  public void toggle() {
    if (running.get()) {
      stop();
      status.set("");
    } else if (possible.get()) {
      start();
    }
  }

  private void start() {
    running.set(true);
    progress.set(0);
    status.set(texts.get("rehearsal.starting"));
    var one = new One();
    rehearsing = one;
    work.run(
        () -> source.get().rehearse(one::tell),
        one::began,
        failure -> {
          log.warn("the rehearsal failed", failure);
          one.tell(Rehearsal.End.FAILED);
        });
  }

  private void stop() {
    rehearsing.close();
    rehearsing = Pin.NONE;
    running.set(false);
    progress.set(0);
  }

  private void show(Rehearsal moment) {
    switch (moment) {
      case Rehearsal.Recording(Duration recorded) -> go("rehearsal.recording", recorded);
      case Rehearsal.Playing(Duration played) -> go("rehearsal.playing", played);
      case Rehearsal.End end -> ended(end);
    }
  }

  private void go(String key, Duration passed) {
    status.set(texts.get(key));
    progress.set((double) passed.toMillis() / OwnSound.REHEARSAL.toMillis());
  }

  private void ended(Rehearsal.End how) {
    stop();
    status.set(texts.get("rehearsal." + how));
  }

  /** Ends a rehearsal and following. */
  @Override
  public void close() {
    stop();
    following.close();
    devices.close();
  }

  /** True where there is a sound system. */
  public ReadOnlyBooleanProperty offeredProperty() {
    return offered.getReadOnlyProperty();
  }

  /** True if it can be begun now; otherwise the status gives the reason. */
  public ReadOnlyBooleanProperty possibleProperty() {
    return possible.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  /** The share of recording or playing that has passed, 0 to 1. */
  public ReadOnlyDoubleProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  /** The present step, the outcome, or the reason why it cannot begin; may be empty. */
  public ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /** One rehearsal, whose moments do not count any more once it was stopped. */
  private final class One implements Pin {
    private final AtomicReference<Rehearsal> newest = new AtomicReference<>();
    private Pin sounding = Pin.NONE;
    private boolean stopped;

    /** Takes a moment on the thread of the sound. */
    void tell(Rehearsal moment) {
      if (newest.getAndSet(moment) == null) {
        work.ui()
            .onNextPulse(
                () -> {
                  Rehearsal shown = newest.getAndSet(null);
                  if (shown != null && !stopped) {
                    show(shown);
                  }
                });
      }
    }

    void began(AudioDevices.Handle handle) {
      sounding = handle::close;
      if (stopped) {
        handle.close();
      }
    }

    @Override
    public void close() {
      stopped = true;
      sounding.close();
    }
  }
}
