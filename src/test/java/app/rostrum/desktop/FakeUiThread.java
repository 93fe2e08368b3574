package app.rostrum.desktop;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.testing.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A UI thread on the test's own thread, with pulses and time under the test's control. */
public final class FakeUiThread implements UiThread {
  private final Queue<Runnable> atPulse = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private final ManualClock clock = new ManualClock();

  private static final class Timer {
    private Instant due;
    private final Duration period;
    private final Runnable action;

    Timer(Instant due, Duration period, Runnable action) {
      this.due = due;
      this.period = period;
      this.action = action;
    }
  }

  @Override
  public void run(Runnable action) {
    action.run();
  }

  @Override
  public void onNextPulse(Runnable action) {
    atPulse.add(action);
  }

  @Override
  public Pin after(Duration delay, Runnable action) {
    return add(new Timer(clock.instant().plus(delay), Duration.ZERO, action));
  }

  @Override
  public Pin every(Duration period, Runnable action) {
    return add(new Timer(clock.instant().plus(period), period, action));
  }

  private Pin add(Timer timer) {
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Returns the number of timers that have still to fire. */
  public int timers() {
    return timers.size();
  }

  /** Makes one pulse; returns the number of actions that ran in it. */
  public int pulse() {
    int actions = atPulse.size();
    for (int i = 0; i < actions; i++) {
      atPulse.remove().run();
    }
    return actions;
  }

  /** Lets time pass and fires the timers that are due. */
  public void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    while (true) {
      Timer next =
          timers.stream()
              .filter(t -> !t.due.isAfter(end))
              .min((a, b) -> a.due.compareTo(b.due))
              .orElse(null);
      if (next == null) {
        break;
      }
      clock.set(next.due);
      if (next.period.isZero()) {
        timers.remove(next);
      } else {
        next.due = next.due.plus(next.period);
      }
      next.action.run();
    }
    clock.set(end);
  }

  /** Returns a clock that {@link #pass} advances. */
  public Clock clock() {
    return clock;
  }
}
