package app.rostrum.cloud.live;

/** Runs turns of mixes later. {@link MixClock} does so by real time; a test moves the time. */
@FunctionalInterface
interface MixTurns {
  /**
   * Runs a turn once, on any thread.
   *
   * @param due by {@link System#nanoTime}
   */
  void at(long due, Runnable turn);
}
