package app.rostrum.media.plain;

/**
 * Sound to send: mono, 48 kHz, 16 bit. Read by one thread at a time, every 20 ms, shared by all
 * plain engines: must return at once.
 */
public interface PcmSource {
  /** Samples in a frame of 20 ms. */
  int FRAME = 960;

  /**
   * Fills the next frame.
   *
   * @param frame {@value #FRAME} samples, to be overwritten completely
   * @return false once the source has ended; the frame is silence then
   */
  boolean read(short[] frame);
}
