package app.rostrum.cloud.live;

/**
 * The number of frames in a packet of a mix. What a listener costs are the packets, so a crowd gets
 * longer ones, at the price of delay. Not thread-safe.
 */
final class PacketLength {
  /** The most frames in a packet: 120 ms, the most that Opus allows. */
  static final int MOST = 6;

  /** The share of the sending threads' time from which on packets become longer. */
  private static final double BUSY = 0.6;

  /** The share below which they become shorter, reckoned with the shorter ones. */
  private static final double CALM = 0.4;

  private int frames = 1;

  /**
   * Returns the number of frames for the next packet, at most one more or less than for the last.
   *
   * @param share of the sending threads' time that the listeners would take with a frame in each
   *     packet
   */
  int next(double share) {
    if (frames < MOST && share / frames > BUSY) {
      frames++;
    } else if (frames > 1 && share / (frames - 1) < CALM) {
      frames--;
    }
    return frames;
  }
}
