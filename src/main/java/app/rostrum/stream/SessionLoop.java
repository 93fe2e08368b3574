package app.rostrum.stream;

import java.time.Duration;

/**
 * Where a session's events run, one after another, and where its blocking calls wait. A seam: tests
 * drive it by hand.
 */
interface SessionLoop {
  /** Something that was to happen later. */
  interface Timer {
    void cancel();
  }

  /** Runs a task on the loop, after those posted before. Ignored once the loop is shut down. */
  void post(Runnable task);

  /** Runs a task on the loop after a delay. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task that may block, off the loop. */
  void async(Runnable blocking);

  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** True on the loop's own thread. */
  boolean isCurrent();

  /** Ends the loop after what has been posted. */
  void shutdown();
}
