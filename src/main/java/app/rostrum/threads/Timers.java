package app.rostrum.threads;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Runs tasks later. The tasks of one instance share a thread, so a task takes microseconds or hands
 * over to an {@link #on executor}. A task that throws is logged; a repeated one runs again all the
 * same.
 *
 * <p>Closing cancels what is due later; nothing is taken after that. All methods can be called from
 * any thread.
 */
public final class Timers implements Scheduler, AutoCloseable {
  /** A task that is due later. */
  @FunctionalInterface
  public interface Timer {
    /** A timer of which nothing is due. */
    Timer NONE = () -> {};

    /** Keeps the task from running, unless it runs already. Cancelling twice does no harm. */
    void cancel();
  }

  private static final Timers SHARED =
      new Timers("timers", newThread("timers"), Runnable::run, new Scope());

  private final String name;
  private final ScheduledThreadPoolExecutor thread;
  private final Executor executor;
  private final Scope scope;

  /** The timers that closing has to cancel, shared with those that {@link #on} created. */
  private static final class Scope {
    private final Set<Timer> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
  }

  private Timers(String name, ScheduledThreadPoolExecutor thread, Executor executor, Scope scope) {
    this.name = name;
    this.thread = thread;
    this.executor = executor;
    this.scope = scope;
  }

  /**
   * Creates timers on the thread that all of the process share. Closing them leaves the others
   * alone.
   *
   * @param name what the log calls these timers
   */
  public static Timers create(String name) {
    return new Timers(name, SHARED.thread, SHARED.executor, new Scope());
  }

  /**
   * Creates timers with a daemon thread of their own: for tasks that must not wait for anybody
   * else's. The thread lives until the process ends, so these belong into a constant.
   */
  public static Timers withOwnThread(String name) {
    return new Timers(name, newThread(name), Runnable::run, new Scope());
  }

  /** Creates timers that are closed with these and whose tasks run on the executor given. */
  public Timers on(Executor executor) {
    return new Timers(name, thread, executor, scope);
  }

  private static ScheduledThreadPoolExecutor newThread(String name) {
    var thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.setRemoveOnCancelPolicy(true);
    ThreadStarter.run(thread::prestartCoreThread);
    return thread;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return add(
        timer ->
            thread.schedule(
                () -> {
                  scope.pending.remove(timer);
                  run(() -> timer.unlessCancelled(task));
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A run is left out while the one before is still going on, and one that comes late does not
   * bring the next one closer.
   */
  @Override
  public Timer every(Duration period, Runnable task) {
    var running = new AtomicBoolean();
    return add(
        timer -> {
          Runnable once =
              () -> {
                try {
                  timer.unlessCancelled(task);
                } finally {
                  running.set(false);
                }
              };
          return thread.scheduleWithFixedDelay(
              () -> {
                if (running.compareAndSet(false, true) && !run(once)) {
                  running.set(false);
                }
              },
              period.toNanos(),
              period.toNanos(),
              TimeUnit.NANOSECONDS);
        });
  }

  /** Returns whether the executor took the task. */
  private boolean run(Runnable task) {
    if (scope.closed) {
      return false;
    }
    try {
      executor.execute(() -> Failures.contain(name, task));
      return true;
    } catch (Throwable refused) {
      Failures.report(name, refused);
      return false;
    }
  }

  private Timer add(Function<Pending, Future<?>> schedule) {
    var timer = new Pending();
    scope.pending.add(timer);
    timer.future = schedule.apply(timer);
    if (scope.closed) {
      timer.cancel();
    }
    return timer;
  }

  private final class Pending implements Timer {
    private volatile Future<?> future = CompletableFuture.completedFuture(null);
    private volatile boolean cancelled;

    /** Runs a task that may have waited for its executor meanwhile. */
    private void unlessCancelled(Runnable task) {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      scope.pending.remove(this);
      future.cancel(false);
    }
  }

  @Override
  public void close() {
    scope.closed = true;
    scope.pending.forEach(Timer::cancel);
  }
}
