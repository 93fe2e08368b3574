package app.rostrum.cloud.rooms;

import app.rostrum.cloud.store.StoreException;
import app.rostrum.threads.SerialExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs the tasks of one room, one at a time and in order. Safe for use by several threads. */
final class RoomExecutor implements Executor {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final SerialExecutor tasks;

  /** A task with a result, which may refuse to produce it. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws RoomException;
  }

  RoomExecutor(String name) {
    this.tasks = new SerialExecutor(name);
  }

  /** Runs a task after those given before. Ignored once the executor is closed. */
  @Override
  public void execute(Runnable task) {
    tasks.execute(task);
  }

  /**
   * Runs a call after the tasks given before and waits for its result. Must not be called by one of
   * this executor's own tasks.
   *
   * @throws RoomException the call's own refusal; 53104 if the executor is closed or overloaded
   * @throws StoreException if the call cannot store its change
   * @throws CompletionException if the call fails otherwise, with the failure as its cause
   */
  <T> T call(Call<T> call) throws RoomException {
    var result = new CompletableFuture<T>();
    if (!offer(() -> complete(result, call))) {
      throw new RoomException(53104, "The server cannot serve this room at the moment");
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RoomException refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private boolean offer(Runnable task) {
    try {
      return tasks.offer(task);
    } catch (RejectedExecutionException overloaded) {
      return false;
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Call<T> call) {
    try {
      result.complete(call.run());
    } catch (Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  /**
   * Takes no more tasks and waits up to two seconds for those that it has. Must not be called by
   * one of its own tasks.
   */
  void close() {
    tasks.close(CLOSE_PATIENCE);
  }
}
