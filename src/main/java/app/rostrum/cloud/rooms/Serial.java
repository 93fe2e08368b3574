package app.rostrum.cloud.rooms;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one at a time, in order, on virtual threads of the given name. */
final class Serial implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Serial.class);
  private final String name;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;
  private boolean stopped;

  /** Work that may refuse. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RoomException;
  }

  Serial(String name) {
    this.name = name;
  }

  @Override
  public void execute(Runnable task) {
    offer(task);
  }

  private boolean offer(Runnable task) {
    synchronized (waiting) {
      if (stopped) {
        return false;
      }
      waiting.add(task);
      if (running) {
        return true;
      }
      running = true;
    }
    Thread.ofVirtual().name(name).start(this::drain);
    return true;
  }

  /** Takes no more tasks, and waits a moment for those that it has. Not for its own tasks. */
  void stop() {
    synchronized (waiting) {
      stopped = true;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      try {
        while (running && System.nanoTime() < end) {
          waiting.wait(100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for a result. Never call it from a task of the same executor. */
  <T> T call(Work<T> work) throws RoomException {
    var result = new CompletableFuture<T>();
    boolean accepted =
        offer(
            () -> {
              try {
                result.complete(work.run());
              } catch (RoomException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    if (!accepted) {
      throw new RoomException(53104, "The server is going down");
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RoomException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private void drain() {
    while (true) {
      Runnable task;
      synchronized (waiting) {
        task = waiting.poll();
        if (task == null) {
          running = false;
          waiting.notifyAll();
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("{}: a task failed", name, e);
      }
    }
  }
}
