package app.rostrum.cloud.sync;

import java.time.Clock;

/** Allows a rate with bursts. Not safe for several threads. */
public final class TokenBucket {
  private final Clock clock;
  private final double perMilli;
  private final double burst;
  private double tokens;
  private long last;

  /** Begins full. */
  public TokenBucket(Clock clock, double perSecond, int burst) {
    this.clock = clock;
    this.perMilli = perSecond / 1000;
    this.burst = burst;
    this.tokens = burst;
    this.last = clock.millis();
  }

  /** Takes one if there is one. */
  public boolean take() {
    refill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  boolean isEmpty() {
    refill();
    return tokens < 1;
  }

  boolean isFull() {
    refill();
    return tokens >= burst;
  }

  private void refill() {
    long now = clock.millis();
    tokens = Math.min(burst, tokens + Math.max(0, now - last) * perMilli);
    last = now;
  }
}
