package app.rostrum.testing;

import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler with a clock that a test moves by hand. Tasks run on the thread that moves it. Safe
 * for any thread.
 */
public final class ManualScheduler implements Scheduler {
  private static final class Due implements Timers.Timer {
    long at;
    final Duration delay;
    final long period;
    final Runnable task;
    volatile boolean cancelled;

    Due(long at, Duration delay, long period, Runnable task) {
      this.at = at;
      this.delay = delay;
      this.period = period;
      this.task = task;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final PriorityQueue<Due> pending =
      new PriorityQueue<>(Comparator.comparingLong(due -> due.at));
  private long now = 1_000_000_000L;

  @Override
  public synchronized Timers.Timer after(Duration delay, Runnable task) {
    return add(new Due(now + delay.toNanos(), delay, 0, task));
  }

  @Override
  public synchronized Timers.Timer every(Duration period, Runnable task) {
    return add(new Due(now + period.toNanos(), period, period.toNanos(), task));
  }

  private Timers.Timer add(Due due) {
    pending.add(due);
    return due;
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  /** Returns the delays of what is due, the soonest first. */
  public synchronized List<Duration> delays() {
    return pending.stream()
        .filter(due -> !due.cancelled)
        .sorted(Comparator.comparingLong(due -> due.at))
        .map(due -> due.delay)
        .toList();
  }

  /** Lets time pass: runs what becomes due, in order. */
  public void pass(Duration time) {
    long until;
    synchronized (this) {
      until = now + time.toNanos();
    }
    for (Due due = next(until); due != null; due = next(until)) {
      due.task.run();
    }
    synchronized (this) {
      now = Math.max(now, until);
    }
  }

  private synchronized @Nullable Due next(long until) {
    pending.removeIf(due -> due.cancelled);
    Due due = pending.peek();
    if (due == null || due.at > until) {
      return null;
    }
    pending.remove();
    now = Math.max(now, due.at);
    if (due.period > 0) {
      due.at += due.period;
      pending.add(due);
    }
    return due;
  }
}
