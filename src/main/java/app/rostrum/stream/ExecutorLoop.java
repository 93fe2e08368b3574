package app.rostrum.stream;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread for the events of a session; a virtual thread for each call that blocks. */
final class ExecutorLoop implements SessionLoop {
  private static final Logger log = LoggerFactory.getLogger(ExecutorLoop.class);
  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  ExecutorLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = Thread.ofPlatform().daemon().name(name).unstarted(task);
              thread = created;
              return created;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void post(Runnable task) {
    try {
      executor.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      log.trace("an event after the end of its session", e);
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    try {
      Future<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      log.trace("a timer after the end of its session", e);
      return () -> {};
    }
  }

  @Override
  public void async(Runnable blocking) {
    Thread.ofVirtual().name("stream-call").start(guarded(blocking));
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void shutdown() {
    executor.shutdown();
  }

  /** A failing task must be seen, and must not end the session. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.error("a stream session's task failed", e);
      }
    };
  }
}
