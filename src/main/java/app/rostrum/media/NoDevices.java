package app.rostrum.media;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/** No microphones and no loudspeakers, and the reason why. */
public record NoDevices(Problem reason) implements AudioDevices {
  @Override
  public Optional<Problem> problem() {
    return Optional.of(reason);
  }

  @Override
  public List<AudioDevice> microphones() {
    return List.of();
  }

  @Override
  public List<AudioDevice> speakers() {
    return List.of();
  }

  @Override
  public CompletableFuture<Void> chooseMicrophone(AudioDevice microphone) {
    return refused();
  }

  @Override
  public CompletableFuture<Void> chooseSpeaker(AudioDevice speaker) {
    return refused();
  }

  @Override
  public Optional<AudioDevice> microphoneInUse() {
    return Optional.empty();
  }

  @Override
  public Optional<AudioDevice> speakerInUse() {
    return Optional.empty();
  }

  @Override
  public Handle onChange(Runnable change) {
    return () -> {};
  }

  @Override
  public boolean playsTestSound() {
    return false;
  }

  @Override
  public boolean measures() {
    return false;
  }

  @Override
  public CompletableFuture<Void> testSound() {
    return refused();
  }

  @Override
  public CompletableFuture<Void> play(byte[] pcm) {
    return refused();
  }

  @Override
  public Handle meter(DoubleConsumer level) {
    return () -> {};
  }

  @Override
  public void close() {}

  private CompletableFuture<Void> refused() {
    return CompletableFuture.failedFuture(new MediaException("there are no devices: " + reason));
  }
}
