package app.rostrum.cloud.live;

/**
 * When the next frame of a mix is due, on an absolute grid: what is late once does not make
 * everything after it late. Whoever falls behind by whole ticks leaves them out; sending faster
 * afterwards would only fill the listeners' buffers with delay.
 */
final class TickSchedule {
  private final long period;
  private long due;
  private long tick;

  /**
   * @param start when the first tick is due, in nanoseconds of any monotonic clock
   * @param period in nanoseconds
   */
  TickSchedule(long start, long period) {
    this.due = start;
    this.period = period;
  }

  /** When the tick at hand is due. */
  long due() {
    return due;
  }

  /** The number of the tick at hand; skipped ticks count. */
  long tick() {
    return tick;
  }

  /**
   * Moves on to the newest tick that is due at a time.
   *
   * @return how many ticks are left out
   */
  long catchUp(long now) {
    long missed = Math.max(0, (now - due) / period);
    advance(missed);
    return missed;
  }

  /** Moves on to the next tick. */
  void advance() {
    advance(1);
  }

  private void advance(long ticks) {
    tick += ticks;
    due += ticks * period;
  }
}
