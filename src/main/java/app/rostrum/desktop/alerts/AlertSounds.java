package app.rostrum.desktop.alerts;

import app.rostrum.desktop.ui.Work;
import app.rostrum.media.AudioDevices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the sounds that the person wants to the loudspeaker in use. While the microphone is open
 * there are none, and the one under way ends, because the microphone would hear it and with it
 * everybody else; people with headphones can have them all the same. One for each window. UI thread
 * only.
 */
public final class AlertSounds {
  private static final Logger log = LoggerFactory.getLogger(AlertSounds.class);

  /** The least time between two cues of a kind. */
  static final Duration REST = Duration.ofSeconds(4);

  private static final int DEMONSTRATED = 20;

  private final Work work;
  private final Supplier<AudioDevices> devices;
  private final AlertSettings settings;
  private final Set<Cue> resting = EnumSet.noneOf(Cue.class);
  private final List<CompletableFuture<Void>> playing = new ArrayList<>();
  private final ReadOnlyBooleanWrapper audible = new ReadOnlyBooleanWrapper();
  private int claps;
  private boolean clapping;
  private boolean onAir;

  /**
   * @param devices gives the same devices each time; called in the background
   */
  public AlertSounds(Work work, Supplier<AudioDevices> devices, AlertSettings settings) {
    this.work = work;
    this.devices = devices;
    this.settings = settings;
  }

  /** Plays a cue, unless it is unwanted, would be heard by others, or was played just now. */
  public void play(Cue cue) {
    if (settings.wants(cue) && !hushed() && resting.add(cue)) {
      work.ui().after(REST, () -> resting.remove(cue));
      start(cue::pcm);
    }
  }

  /**
   * Notes how many claps came in the last seconds. While it is not zero, soft applause is heard,
   * unless it is unwanted or would be heard by others.
   */
  public void applaud(int clapsNow) {
    claps = clapsNow;
    clap();
  }

  private void clap() {
    if (claps > 0 && !clapping && settings.wantsApplause() && !hushed()) {
      int heard = claps;
      clapping = true;
      start(() -> Applause.pcm(heard, RandomGenerator.getDefault()));
      work.ui()
          .after(
              Applause.AGAIN,
              () -> {
                clapping = false;
                clap();
              });
    }
  }

  /** Plays some applause for a person who chooses it, unless it would be heard by others. */
  public void demonstrateApplause() {
    demonstrate(() -> Applause.pcm(DEMONSTRATED, RandomGenerator.getDefault()));
  }

  /** Plays a cue for a person who chooses it, unless it would be heard by others. */
  public void demonstrate(Cue cue) {
    demonstrate(cue::pcm);
  }

  private void demonstrate(Supplier<byte[]> pcm) {
    if (!hushed()) {
      end();
      start(pcm);
    }
  }

  /** Notes whether the microphone is open, so that others would hear the loudspeaker. */
  public void setOnAir(boolean now) {
    onAir = now;
    if (hushed()) {
      end();
    }
  }

  private boolean hushed() {
    return onAir && !settings.headphonesProperty().get();
  }

  /** Makes a sound in the background and plays it. */
  private void start(Supplier<byte[]> pcm) {
    work.run(
        () -> devices.get().play(pcm.get()),
        this::started,
        failure -> log.debug("a sound was not played: {}", failure.toString()));
  }

  private void started(CompletableFuture<Void> sound) {
    playing.removeIf(CompletableFuture::isDone);
    playing.add(sound);
    if (hushed()) {
      end();
    }
  }

  private void end() {
    playing.forEach(sound -> sound.cancel(true));
    playing.clear();
  }

  /** Looks whether this machine can play sounds now. */
  public void look() {
    work.run(
        () -> devices.get().playsTestSound(),
        audible::set,
        failure -> log.debug("the devices could not be looked for: {}", failure.toString()));
  }

  /** True if the last look found that this machine can play sounds. */
  public ReadOnlyBooleanProperty audibleProperty() {
    return audible.getReadOnlyProperty();
  }
}
