package app.rostrum.stream;

import app.rostrum.testing.ManualClock;
import app.rostrum.threads.Timers.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop and a clock moved by hand: nothing happens between two lines of a test. */
final class FakeSessionLoop implements SessionLoop {
  /** The most tasks that one line of a test may set off: more mean that it never comes to rest. */
  private static final int MOST_STEPS = 100_000;

  private record Due(long at, long number, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long nanos = 1_000_000_000L;
  private int steps;
  private long numbers;
  private Duration slept = Duration.ZERO;
  private boolean running;
  private boolean holding;

  /** True if the loop goes on after a task that throws, as the real one does. */
  boolean contains;

  boolean shutDown;

  /** A clock that shows the loop's time. */
  final Clock clock =
      new ManualClock() {
        @Override
        public Instant instant() {
          return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos).plus(slept);
        }
      };

  @Override
  public void post(Runnable task) {
    if (!shutDown) {
      tasks.add(task);
    }
    run();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Due due = new Due(nanos + delay.toNanos(), numbers++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public void async(Runnable blocking) {
    if (holding) {
      held.add(blocking);
    } else {
      runOne(blocking);
    }
  }

  /** Lets the computer sleep: its clock goes on, and timers stand still. */
  void sleep(Duration time) {
    slept = slept.plus(time);
  }

  /** Holds the blocking calls from now on. */
  void hold() {
    holding = true;
  }

  /** Runs the calls held so far, and holds no more. */
  void letGo() {
    holding = false;
    while (!held.isEmpty()) {
      held.poll().run();
    }
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public boolean isCurrent() {
    return running;
  }

  @Override
  public void shutdown() {
    shutDown = true;
    timers.clear();
  }

  private void runOne(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      if (!contains) {
        throw failure;
      }
    }
  }

  private void run() {
    if (running) {
      return;
    }
    running = true;
    try {
      while (!tasks.isEmpty()) {
        if (++steps > MOST_STEPS) {
          throw new IllegalStateException("the loop does not come to rest");
        }
        runOne(tasks.poll());
      }
    } finally {
      running = false;
    }
  }

  /** Lets time pass. */
  void pass(Duration time) {
    steps = 0;
    long until = nanos + time.toNanos();
    while (!timers.isEmpty() && timers.peek().at() <= until) {
      Due due = timers.poll();
      nanos = Math.max(nanos, due.at());
      tasks.add(due.task());
      run();
    }
    nanos = until;
  }

  int pendingTimers() {
    return timers.size();
  }
}
