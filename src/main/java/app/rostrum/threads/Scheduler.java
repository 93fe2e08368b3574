package app.rostrum.threads;

import java.time.Duration;

/**
 * Runs tasks later, by a clock of its own. {@link Timers} runs them by real time; a test moves the
 * time by hand.
 */
public interface Scheduler {
  /** Runs a task once, after a delay. */
  Timers.Timer after(Duration delay, Runnable task);

  /**
   * Runs a task again and again, the first time after one period.
   *
   * @param period more than zero
   */
  Timers.Timer every(Duration period, Runnable task);

  /** Returns the time of the clock that delays are measured by, as {@link System#nanoTime}. */
  default long nanoTime() {
    return System.nanoTime();
  }
}
