package app.rostrum.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
public class ManualClock extends Clock {
  private volatile Instant now;

  /** Creates a clock that shows the same time in every run. */
  public ManualClock() {
    this(Instant.parse("2026-11-22T10:00:00Z"));
  }

  /** Creates a clock that shows this time. */
  public ManualClock(Instant now) {
    this.now = now;
  }

  /** Moves the clock; a negative duration moves it back. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets the clock to a time. */
  public void set(Instant time) {
    now = time;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
