package app.rostrum.threads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Creates the threads and executors of Rostrum. Whatever a task throws is logged under the name
 * given. All methods can be called from any thread.
 */
public final class Threads {
  private Threads() {}

  /** Starts a virtual thread: for work that blocks. */
  public static Thread startVirtual(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(() -> Failures.contain(name, task));
  }

  /** Starts a platform thread that does not keep the process alive: for work that computes. */
  public static Thread startDaemon(String name, Runnable task) {
    Thread thread =
        Thread.ofPlatform().daemon().name(name).unstarted(() -> Failures.contain(name, task));
    ThreadStarter.run(thread::start);
    return thread;
  }

  /**
   * Returns an executor with a new virtual thread for each task. Tasks given to {@code execute} are
   * logged when they fail; {@code submit} keeps the failure in its future. Closing waits for the
   * tasks that run.
   *
   * @param name the prefix of the threads' names, without a dash at its end
   */
  public static ExecutorService perTask(String name) {
    return Executors.newThreadPerTaskExecutor(
        Thread.ofVirtual()
            .name(name + "-", 0)
            .uncaughtExceptionHandler((thread, failure) -> Failures.report(name, failure))
            .factory());
  }

  /**
   * Runs a task on the calling thread and logs whatever it throws: for calls to listeners, after
   * which the caller has to go on.
   *
   * @param name how the log calls the task
   */
  public static void contain(String name, Runnable task) {
    Failures.contain(name, task);
  }

  /** Runs a task when the process ends, beside the other tasks registered so. */
  public static void onShutdown(String name, Runnable task) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name(name).unstarted(() -> Failures.contain(name, task)));
  }
}
