package app.rostrum.desktop;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/** Two microphones and two loudspeakers; the meter shows one level. */
public final class FakeDevices implements AudioDevices {
  private final List<AudioDevice> microphones =
      List.of(
          new AudioDevice("m1", "Built-in Microphone", true),
          new AudioDevice("m2", "USB Headset", false));
  private final List<AudioDevice> speakers =
      List.of(
          new AudioDevice("s1", "Built-in Speakers", true),
          new AudioDevice("s2", "USB Headset", false));
  private volatile AudioDevice microphone = microphones.getFirst();
  private volatile AudioDevice speaker = speakers.getFirst();
  private volatile int sounds;

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public List<AudioDevice> microphones() {
    return microphones;
  }

  @Override
  public List<AudioDevice> speakers() {
    return speakers;
  }

  @Override
  public CompletableFuture<Void> chooseMicrophone(AudioDevice wanted) {
    microphone = wanted;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> chooseSpeaker(AudioDevice wanted) {
    speaker = wanted;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<AudioDevice> microphoneInUse() {
    return Optional.of(microphone);
  }

  @Override
  public Optional<AudioDevice> speakerInUse() {
    return Optional.of(speaker);
  }

  @Override
  public Handle onChange(Runnable change) {
    return () -> {};
  }

  @Override
  public CompletableFuture<Void> testSound() {
    sounds++;
    return CompletableFuture.completedFuture(null);
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
