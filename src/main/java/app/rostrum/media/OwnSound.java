package app.rostrum.media;

/** The sound of the person at this machine on its way to others. Safe for any thread. */
public interface OwnSound {
  /** Applies the processing that is chosen now to what is being sent, without a gap. */
  void applyProcessing();

  /** The sound of nobody. */
  OwnSound NONE = () -> {};
}
