package app.rostrum.threads;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks later, by a clock of its own. {@link Timers} runs them by real time; a test moves the
 * time by hand.
 */
public interface Scheduler {
  /** Runs a task once, after a delay. */
  Timers.Timer after(Duration delay, Runnable task);

  /**
   * Hands a task over to an executor once, after a delay. Cancelling keeps it from running there
   * too, so that a timer can be replaced by a later one.
   */
  default Timers.Timer after(Duration delay, Executor executor, Runnable task) {
    var cancelled = new AtomicBoolean();
    Runnable unlessCancelled =
        () -> {
          if (!cancelled.get()) {
            task.run();
          }
        };
    Timers.Timer timer = after(delay, () -> executor.execute(unlessCancelled));
    return () -> {
      cancelled.set(true);
      timer.cancel();
    };
  }

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
