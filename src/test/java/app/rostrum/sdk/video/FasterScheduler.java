package app.rostrum.sdk.video;

import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.time.Duration;

/** A scheduler whose time runs faster, for tests of what happens when a time-out passes. */
final class FasterScheduler implements Scheduler {
  private final int speed;

  /**
   * @param speed the number of seconds that pass in one
   */
  FasterScheduler(int speed) {
    this.speed = speed;
  }

  @Override
  public Timers.Timer after(Duration delay, Runnable task) {
    return Room.TIMERS.after(delay.dividedBy(speed), task);
  }

  @Override
  public Timers.Timer every(Duration period, Runnable task) {
    return Room.TIMERS.every(period.dividedBy(speed), task);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() * speed;
  }
}
