package app.rostrum.cloud;

import java.time.Clock;

/** A token bucket: allows a rate with bursts. Not thread-safe. */
public final class TokenBucket {
  private final Clock clock;
  private final double perMilli;
  private final double burst;
  private double tokens;
  private long last;

  /** Creates a full bucket. */
  public TokenBucket(Clock clock, double perSecond, int burst) {
    this.clock = clock;
    this.perMilli = perSecond / 1000;
    this.burst = burst;
    this.tokens = burst;
    this.last = clock.millis();
  }

  /** Takes a token; returns false if there is none. */
  public boolean take() {
    refill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Returns whether {@link #take} would fail now. */
  public boolean isEmpty() {
    refill();
    return tokens < 1;
  }

  /** Returns whether the whole burst is available. */
  public boolean isFull() {
    refill();
    return tokens >= burst;
  }

  private void refill() {
    long now = clock.millis();
    tokens = Math.min(burst, tokens + Math.max(0, now - last) * perMilli);
    last = now;
  }
}
