package app.rostrum.media;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/**
 * The microphones and loudspeakers of this machine. What is shown as in use is what the sound
 * system says, never what was asked for. Safe for any thread; no method blocks; lists are the
 * newest known and empty where there is no sound system. Callbacks come on one thread of this
 * class: hand over and return.
 */
public interface AudioDevices extends AutoCloseable {
  /** Something that goes on until it is closed. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  /** Why there are no devices, for a person to read; empty if all is well. */
  Optional<String> problem();

  List<AudioDevice> microphones();

  List<AudioDevice> speakers();

  /**
   * Captures from another microphone, at once if sound is being captured, otherwise as soon as it
   * is.
   *
   * @return completes once that is in force; exceptionally with a {@link MediaException} if it
   *     cannot be had, and then what was in use stays in use
   */
  CompletableFuture<Void> chooseMicrophone(AudioDevice microphone);

  /** Plays to another loudspeaker; as {@link #chooseMicrophone}. */
  CompletableFuture<Void> chooseSpeaker(AudioDevice speaker);

  /**
   * The microphone that is captured from; while none is, the one that will be. Empty if there is
   * none.
   */
  Optional<AudioDevice> microphoneInUse();

  /** The loudspeaker that is played to; while nothing is played, the one that will be. */
  Optional<AudioDevice> speakerInUse();

  /** Runs after a list, a device in use or the problem has changed. */
  Handle onChange(Runnable change);

  /**
   * Plays a short sound to the loudspeaker in use.
   *
   * @return completes when it has been played; exceptionally with a {@link MediaException}
   */
  CompletableFuture<Void> testSound();

  /**
   * Listens to the microphone in use, also before joining, without sending anything.
   *
   * @param level gets the level, 0 to 1, linear, about 20 times a second
   */
  Handle meter(DoubleConsumer level);

  @Override
  void close();
}
