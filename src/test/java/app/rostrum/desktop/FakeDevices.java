package app.rostrum.desktop;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleConsumer;

/**
 * Two microphones and two loudspeakers, which a test plugs and unplugs; the meter shows one level.
 */
public final class FakeDevices implements AudioDevices {
  private final List<AudioDevice> microphones =
      new CopyOnWriteArrayList<>(
          List.of(
              new AudioDevice("m1", "Built-in Microphone", true),
              new AudioDevice("m2", "USB Headset", false)));
  private final List<AudioDevice> speakers =
      new CopyOnWriteArrayList<>(
          List.of(
              new AudioDevice("s1", "Built-in Speakers", true),
              new AudioDevice("s2", "USB Headset", false)));
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile String microphone = "m1";
  private volatile String speaker = "s1";
  private volatile Optional<Problem> problem = Optional.empty();
  private volatile boolean refusing;
  private volatile int sounds;
  private final List<CompletableFuture<Void>> played = new CopyOnWriteArrayList<>();

  /** Refuses every choice from now on. */
  public FakeDevices refusing() {
    refusing = true;
    return this;
  }

  /** Removes the devices of a name. */
  public void unplug(String name) {
    microphones.removeIf(device -> device.name().equals(name));
    speakers.removeIf(device -> device.name().equals(name));
    tell();
  }

  /** Adds a microphone and a loudspeaker of a name. */
  public void plug(String id, String name) {
    microphones.add(new AudioDevice("m" + id, name, false));
    speakers.add(new AudioDevice("s" + id, name, false));
    tell();
  }

  /** Ends the sound system, or lets it go on. */
  public void problem(Optional<Problem> now) {
    problem = now;
    tell();
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public Optional<Problem> problem() {
    return problem;
  }

  @Override
  public List<AudioDevice> microphones() {
    return problem.isPresent() ? List.of() : List.copyOf(microphones);
  }

  @Override
  public List<AudioDevice> speakers() {
    return problem.isPresent() ? List.of() : List.copyOf(speakers);
  }

  @Override
  public CompletableFuture<Void> chooseMicrophone(AudioDevice wanted) {
    if (refusing) {
      return CompletableFuture.failedFuture(new MediaException("refused"));
    }
    microphone = wanted.id();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> chooseSpeaker(AudioDevice wanted) {
    if (refusing) {
      return CompletableFuture.failedFuture(new MediaException("refused"));
    }
    speaker = wanted.id();
    return CompletableFuture.completedFuture(null);
  }

  private static Optional<AudioDevice> inUse(List<AudioDevice> devices, String chosen) {
    return devices.stream()
        .filter(device -> device.id().equals(chosen))
        .findFirst()
        .or(() -> devices.stream().findFirst());
  }

  @Override
  public Optional<AudioDevice> microphoneInUse() {
    return inUse(microphones(), microphone);
  }

  @Override
  public Optional<AudioDevice> speakerInUse() {
    return inUse(speakers(), speaker);
  }

  @Override
  public Handle onChange(Runnable change) {
    Runnable own = change::run;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  @Override
  public boolean playsTestSound() {
    return speakerInUse().isPresent();
  }

  @Override
  public boolean measures() {
    return microphoneInUse().isPresent();
  }

  @Override
  public CompletableFuture<Void> testSound() {
    sounds++;
    return CompletableFuture.completedFuture(null);
  }

  /** Plays for ever, or until the sound is ended. */
  @Override
  public CompletableFuture<Void> play(byte[] pcm) {
    var sound = new CompletableFuture<Void>();
    played.add(sound);
    return sound;
  }

  /** Returns the sounds that were played, ended ones too. */
  public List<CompletableFuture<Void>> played() {
    return played;
  }

  public int soundsPlayed() {
    return sounds;
  }

  @Override
  public Handle meter(DoubleConsumer level) {
    level.accept(0.12);
    return () -> {};
  }

  @Override
  public void close() {}
}
