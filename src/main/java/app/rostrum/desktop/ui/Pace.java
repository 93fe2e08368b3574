package app.rostrum.desktop.ui;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs an action at once whenever it is asked for, until it is asked for all the time: then at most
 * once in an interval, so that what nobody could read faster is not drawn faster. The last wish is
 * always fulfilled. UI thread only.
 */
public final class Pace implements Pin {
  /** The number of times that the action runs at once in a row. */
  static final int BURST = 10;

  private final UiThread ui;
  private final Clock clock;
  private final Duration interval;
  private final Runnable action;
  private Instant paidUntil = Instant.MIN;
  private Pin waiting = Pin.NONE;

  /**
   * @param interval the mean time between two runs at least, beyond a burst
   */
  public Pace(UiThread ui, Clock clock, Duration interval, Runnable action) {
    this.ui = ui;
    this.clock = clock;
    this.interval = interval;
    this.action = action;
  }

  /** Runs the action, now or soon. */
  public void ask() {
    if (waiting != Pin.NONE) {
      return;
    }
    Instant now = clock.instant();
    // Where the clock has been set back, nothing that it said before counts.
    if (paidUntil.isBefore(now) || paidUntil.isAfter(now.plus(interval.multipliedBy(BURST + 1)))) {
      paidUntil = now;
    }
    Instant earliest = paidUntil.minus(interval.multipliedBy(BURST - 1));
    if (earliest.isAfter(now)) {
      waiting = ui.after(Duration.between(now, earliest), this::askAgain);
    } else {
      paidUntil = paidUntil.plus(interval);
      action.run();
    }
  }

  private void askAgain() {
    waiting = Pin.NONE;
    ask();
  }

  /** Forgets a run that has been put off. */
  @Override
  public void close() {
    waiting.close();
    waiting = Pin.NONE;
  }
}
