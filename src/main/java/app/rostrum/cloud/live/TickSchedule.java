package app.rostrum.cloud.live;

/**
 * Schedules the frames of a mix on an absolute grid, so that one late frame does not make all later
 * ones late. A mix that falls behind by whole ticks skips them; sending faster afterwards would
 * only add delay in the listeners' buffers.
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

  /** Returns the time at which the current tick is due. */
  long due() {
    return due;
  }

  /** Returns the number of the current tick, skipped ticks included. */
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

  /**
   * Goes on after a pause.
   *
   * @param at when the current tick is due; not before the last one that was
   */
  void resume(long at) {
    tick += Math.max(0, Math.round((double) (at - due) / period));
    due = at;
  }

  /** Moves the grid from the current tick on. */
  void slew(long nanos) {
    due += nanos;
  }

  private void advance(long ticks) {
    tick += ticks;
    due += ticks * period;
  }
}
