package app.rostrum.stream;

import app.rostrum.threads.Timers.Timer;
import java.time.Duration;

/**
 * Runs a session's events one after another, and its blocking calls beside them. A task that throws
 * is logged and the next one runs. Tests drive a loop of their own by hand.
 */
interface SessionLoop {
  /** Runs a task on the loop, after those posted before. Ignored once the loop is shut down. */
  void post(Runnable task);

  /** Runs a task on the loop after a delay. Ignored once the loop is shut down. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task that may block, off the loop. */
  void async(Runnable blocking);

  /** Returns the time as {@link System#nanoTime} does. */
  long nanoTime();

  /** Returns whether the calling thread runs one of the loop's tasks. */
  boolean isCurrent();

  /** Ends the loop after the tasks that have been posted. Pending timers are cancelled. */
  void shutdown();
}
