package app.rostrum.media.plain;

/**
 * A destination of received sound: mono, 48 kHz, 16 bit, frames of 20 ms. Called by one thread at a
 * time, shared by all plain engines: must return at once. The arrays are reused: copy what is kept.
 */
@FunctionalInterface
public interface PcmSink extends AutoCloseable {
  /**
   * A sink that discards all sound before it is decoded, for thousands of listeners in one process.
   */
  PcmSink DISCARD = mix -> {};

  /** Takes a frame of all tracks of all connections together; silence if there is nothing. */
  void onMix(short[] mix);

  /** Takes a frame of one track, before the mix; only while the track exists. */
  default void onAudio(String trackId, short[] pcm) {}

  /** The engine has closed: the last call. */
  @Override
  default void close() {}
}
