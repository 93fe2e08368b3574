package app.rostrum.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits on the calling thread for time itself to pass: for demonstrations and measurements. */
public final class Pause {
  private Pause() {}

  /** Waits for a time, or until the thread is interrupted. */
  public static void of(Duration time) {
    until(System.nanoTime() + time.toNanos());
  }

  /**
   * Waits until a moment, or until the thread is interrupted.
   *
   * @param nanoTime as {@link System#nanoTime} tells it
   */
  public static void until(long nanoTime) {
    for (long left = nanoTime - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
