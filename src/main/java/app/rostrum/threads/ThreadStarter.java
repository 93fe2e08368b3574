package app.rostrum.threads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Starts platform threads with the process's own priority. Linux hands a lowered priority down to
 * new threads, and the threads that carry virtual threads may have one ({@link RightOfWay}).
 */
final class ThreadStarter {
  private static final Executor STARTER =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("starter").factory());

  private ThreadStarter() {}

  /** Creates the thread that starts others; it keeps the priority that the caller has. */
  static void prepare() {
    CompletableFuture.runAsync(() -> {}, STARTER).join();
  }

  /**
   * Runs a task that starts threads, and waits for it.
   *
   * @throws RuntimeException what the task throws, perhaps wrapped
   */
  static void run(Runnable starting) {
    if (Thread.currentThread().isVirtual()) {
      CompletableFuture.runAsync(starting, STARTER).join();
    } else {
      starting.run();
    }
  }
}
