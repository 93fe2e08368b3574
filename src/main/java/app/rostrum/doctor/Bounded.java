package app.rostrum.doctor;

import app.rostrum.threads.Threads;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Tasks that are given up when they take too long. */
final class Bounded implements AutoCloseable {
  private final ExecutorService tasks = Threads.perTask("doctor");

  /**
   * Runs a task.
   *
   * @throws TimeoutException if it takes longer
   * @throws ExecutionException if it fails, with the failure as its cause
   */
  <T> T call(Duration longest, Callable<T> task)
      throws TimeoutException, ExecutionException, InterruptedException {
    Future<T> result = tasks.submit(task);
    try {
      return result.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      result.cancel(true);
    }
  }

  /** Tries addresses side by side; those that take too long are silent. */
  Map<InetAddress, Reached> each(
      Duration longest, List<InetAddress> addresses, Function<InetAddress, Reached> attempt)
      throws InterruptedException {
    List<Future<Reached>> results =
        tasks.invokeAll(
            addresses.stream().<Callable<Reached>>map(a -> () -> attempt.apply(a)).toList(),
            longest.toMillis(),
            TimeUnit.MILLISECONDS);
    var reached = new LinkedHashMap<InetAddress, Reached>();
    for (int i = 0; i < addresses.size(); i++) {
      reached.put(addresses.get(i), outcome(results.get(i)));
    }
    return reached;
  }

  private static Reached outcome(Future<Reached> result) throws InterruptedException {
    try {
      return result.get();
    } catch (CancellationException e) {
      return Reached.SILENT;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    tasks.shutdownNow();
  }
}
