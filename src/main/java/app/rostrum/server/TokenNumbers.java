package app.rostrum.server;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers access tokens in the order in which they are issued, across restarts too: a number is the
 * time in milliseconds since 1970, or one more than the last number. Thread-safe.
 */
final class TokenNumbers {
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  TokenNumbers(Clock clock) {
    this.clock = clock;
  }

  /** Returns the next number, which is larger than a given one even if the clock was set back. */
  long after(long least) {
    return last.updateAndGet(before -> Math.max(Math.max(before, least) + 1, clock.millis()));
  }
}
