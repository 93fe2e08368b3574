package app.rostrum.rtc.stats;

/**
 * How far another machine's clock is from ours, from the times in its sender reports: the report
 * that came quickest tells best. It is one figure for all streams of a connection, so that what was
 * said of two of them keeps sound and picture together. Safe for any thread.
 */
public final class SenderTime {
  /** A clock that was set anew is believed at once. */
  private static final long STEP = 2L << 32;

  private static final int FORGET = 64;

  private boolean any;
  private long offset;

  /**
   * Takes a report's time.
   *
   * @param theirs 32.32 fixed point seconds since 1900, by their clock
   * @param ours when it came, by ours
   * @return theirs in our time
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
