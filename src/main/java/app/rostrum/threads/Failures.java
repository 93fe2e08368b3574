package app.rostrum.threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks so that nothing they throw reaches the thread that runs them. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Threads.class);

  private Failures() {}

  /**
   * Runs a task and logs whatever it throws.
   *
   * @param name the executor, timer or loop that the log line names
   */
  static void contain(String name, Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      report(name, failure);
    }
  }

  /** Logs a failure. Survives a logger that fails itself, as it may when memory runs out. */
  static void report(String name, Throwable failure) {
    try {
      log.error("{}: a task failed", name, failure);
    } catch (Throwable ignored) {
      // There is nowhere left to report to, and the next task has to run.
    }
  }
}
