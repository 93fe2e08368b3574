package app.rostrum.threads;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a step again and again on a daemon platform thread of its own, until it is closed. A step
 * that throws is logged and the loop goes on; one that keeps failing is slowed down to one run a
 * second, and logged at its 1st, 2nd, 4th, 8th … failure in a row.
 */
public final class Loop implements AutoCloseable {
  private static final int PATIENCE = 10;
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** One round of a loop. It may block; closing the loop interrupts it. */
  @FunctionalInterface
  public interface Step {
    /**
     * @throws InterruptedException if the loop was closed meanwhile
     */
    void run() throws InterruptedException;
  }

  private final String name;
  private final Step step;
  private final Thread thread;
  private volatile boolean closed;

  private Loop(String name, Step step) {
    this.name = name;
    this.step = step;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::repeat);
  }

  /** Starts a loop. */
  public static Loop start(String name, Step step) {
    var loop = new Loop(name, step);
    ThreadStarter.run(loop.thread::start);
    return loop;
  }

  /** Returns the thread that runs the steps: to measure what they cost, or to unpark it. */
  public Thread thread() {
    return thread;
  }

  private void repeat() {
    long failures = 0;
    while (!closed) {
      try {
        step.run();
        failures = 0;
      } catch (InterruptedException e) {
        // Either the loop was closed, or somebody interrupted a step: the next one runs.
      } catch (Throwable failure) {
        failures++;
        if (Long.bitCount(failures) == 1) {
          Failures.report(name + " (" + failures + " in a row)", failure);
        }
        LockSupport.parkNanos(this, pauseNanos(failures));
      }
    }
  }

  /** Returns the pause after so many failures in a row: none after the first ten. */
  static long pauseNanos(long failures) {
    long beyond = failures - PATIENCE;
    return beyond <= 0 ? 0 : Math.min(1_000_000L << Math.min(beyond, 10), LONGEST_PAUSE_NANOS);
  }

  /** Ends the loop after the step that runs, without interrupting it. Does not wait for it. */
  public void finish() {
    closed = true;
  }

  /** Ends the loop after the step that runs, which is interrupted. Does not wait for it. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
