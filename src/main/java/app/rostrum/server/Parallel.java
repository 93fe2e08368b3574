package app.rostrum.server;

import app.rostrum.threads.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs calls whose order does not matter side by side. */
final class Parallel implements AutoCloseable {
  private final ExecutorService threads = Threads.perTask("backend-call");

  /**
   * Runs all calls and waits for all of them, whichever fail.
   *
   * @throws RuntimeException the first failure in the order given; an {@link Error} is its cause
   */
  void run(List<Runnable> calls) {
    var running = new ArrayList<Future<?>>();
    for (Runnable call : calls) {
      running.add(threads.submit(call));
    }
    RuntimeException first = null;
    for (Future<?> future : running) {
      RuntimeException failure = failure(future);
      if (first == null) {
        first = failure;
      } else if (failure != null) {
        first.addSuppressed(failure);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  void run(Runnable... calls) {
    run(List.of(calls));
  }

  private static @Nullable RuntimeException failure(Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return null;
        } catch (InterruptedException e) {
          // A call that was started has effects; its outcome has to be known before going on.
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
