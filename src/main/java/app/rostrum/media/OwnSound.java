package app.rostrum.media;

import java.time.Duration;
import java.util.function.Consumer;

/** The sound of the person at this machine on its way to others. Safe for any thread. */
public interface OwnSound {
  /** The length of a rehearsal. */
  Duration REHEARSAL = Duration.ofSeconds(5);

  /** A moment of a rehearsal. */
  sealed interface Rehearsal {
    /**
     * @param recorded up to {@link #REHEARSAL}
     */
    record Recording(Duration recorded) implements Rehearsal {}

    /**
     * @param played up to {@link #REHEARSAL}
     */
    record Playing(Duration played) implements Rehearsal {}

    /** The last moment. */
    enum End implements Rehearsal {
      /** The person has heard it. */
      PLAYED,
      /** There was no sound to be played. */
      SILENT,
      /** No sound came, or none could be played. */
      FAILED
    }
  }

  /** Applies the processing that is chosen now to what is being sent, without a gap. */
  void applyProcessing();

  /**
   * Records the microphone as others hear it, and plays that to this person only.
   *
   * @param moment takes about ten moments a second and an {@link Rehearsal.End}, on a thread of
   *     this class; must return at once
   * @return ends it before its time, without another moment
   */
  AudioDevices.Handle rehearse(Consumer<Rehearsal> moment);

  /** The sound of nobody. */
  OwnSound NONE =
      new OwnSound() {
        @Override
        public void applyProcessing() {}

        @Override
        public AudioDevices.Handle rehearse(Consumer<Rehearsal> moment) {
          moment.accept(Rehearsal.End.FAILED);
          return () -> {};
        }
      };
}
