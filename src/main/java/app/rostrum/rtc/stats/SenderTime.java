package app.rostrum.rtc.stats;

/**
 * The offset of another machine's clock from ours, estimated from its sender reports: the one that
 * came quickest is the most accurate. All streams of a connection share the estimate, so that sound
 * and picture stay in step. Safe for any thread.
 */
public final class SenderTime {
  /** A change larger than this means that a clock was set: it is adopted at once. */
  private static final long STEP = 2L << 32;

  private static final int FORGET = 64;

  private boolean any;
  private long offset;

  /**
   * Translates a report's time into this machine's.
   *
   * @param theirs 32.32 fixed point seconds since 1900, by the other clock
   * @param ours the time of arrival, by ours
   */
  public synchronized long translate(long theirs, long ours) {
    long sample = ours - theirs;
    if (!any || sample < offset || sample - offset > STEP) {
      offset = sample;
      any = true;
    } else {
      offset += (sample - offset) / FORGET;
    }
    return theirs + offset;
  }
}
