package app.rostrum.media;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/**
 * The microphones and loudspeakers of this machine. A device counts as in use if the sound system
 * says so, not because it was asked for. Safe for any thread; no method blocks; lists are the
 * newest known and empty where there is no sound system. Callbacks come on one thread of this class
 * and must return at once.
 */
public interface AudioDevices extends AutoCloseable {
  /** The rate of sounds to be played, in samples per second. */
  int PLAYED_HZ = 48_000;

  /** The longest sound to be played, in bytes: five seconds. */
  int LONGEST_PLAYED = 5 * PLAYED_HZ * 2;

  /** A subscription or measurement that goes on until it is closed. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  /** The reason why there are no devices, or why they cannot be chosen. */
  enum Problem {
    /** Neither PipeWire nor PulseAudio answers, or there is none for this system. */
    NO_SOUND_SYSTEM,
    /** The sound system answered before and does no longer. */
    GONE,
    /** libwebrtc or a library that it needs cannot be loaded. */
    NO_LIBRARY,
    /** There is sound, but the program that lists and moves devices is missing. */
    NO_TOOL,
    /** Speech is synthesized, and what is heard is not played. */
    SYNTHETIC;

    /** Returns whether nobody can speak or hear with it. */
    public boolean silences() {
      return switch (this) {
        case NO_SOUND_SYSTEM, GONE, NO_LIBRARY -> true;
        case NO_TOOL, SYNTHETIC -> false;
      };
    }
  }

  /** Returns the problem; empty if all is well. */
  Optional<Problem> problem();

  List<AudioDevice> microphones();

  List<AudioDevice> speakers();

  /**
   * Captures from another microphone, at once if sound is being captured, otherwise as soon as it
   * is.
   *
   * @return completes once it is in use; exceptionally with a {@link MediaException} if it cannot
   *     be had, and then what was in use stays in use
   */
  CompletableFuture<Void> chooseMicrophone(AudioDevice microphone);

  /** Plays to another loudspeaker; as {@link #chooseMicrophone}. */
  CompletableFuture<Void> chooseSpeaker(AudioDevice speaker);

  /**
   * Returns the microphone that is captured from; while none is, the one that will be. Empty if
   * there is none, even if the sound system captures what the loudspeaker plays instead.
   */
  Optional<AudioDevice> microphoneInUse();

  /** Returns the loudspeaker that is played to; while nothing is played, the one that will be. */
  Optional<AudioDevice> speakerInUse();

  /** Runs after a list, a device in use or the problem has changed. */
  Handle onChange(Runnable change);

  /** Returns whether {@link #testSound} and {@link #play} can be heard now. */
  boolean playsTestSound();

  /** Returns whether {@link #meter} measures anything. */
  boolean measures();

  /**
   * Plays a short sound to the loudspeaker in use.
   *
   * @return completes when it has been played; exceptionally with a {@link MediaException}
   */
  CompletableFuture<Void> testSound();

  /**
   * Plays a short sound to the loudspeaker in use, beside all that is played already. Nothing takes
   * it out of the microphone's sound again.
   *
   * @param pcm 48 kHz mono 16 bit little-endian, up to {@link #LONGEST_PLAYED}
   * @return completes when it has been played; exceptionally with a {@link MediaException}.
   *     Cancelling it ends the sound at once
   */
  CompletableFuture<Void> play(byte[] pcm);

  /**
   * Measures the microphone in use, before joining too, without sending anything.
   *
   * @param level takes the level, 0 to 1, linear, about 20 times a second
   */
  Handle meter(DoubleConsumer level);

  @Override
  void close();
}
