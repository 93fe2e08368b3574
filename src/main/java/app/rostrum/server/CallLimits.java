package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Limits how often each of many callers calls: a person, or the desk of a stream. Thread-safe. What
 * others write to nobody but themselves has no such limit.
 */
final class CallLimits {
  /** Whoever called longest ago is forgotten, and has a full burst again. */
  static final int MOST_CALLERS = 20_000;

  /** A burst of calls, and those that come again with time. */
  static final class Bucket {
    private final int burst;
    private final double perSecond;
    private double left;
    private Instant counted;

    Bucket(int burst, double perSecond, Instant now) {
      this.burst = burst;
      this.perSecond = perSecond;
      left = burst;
      counted = now;
    }

    boolean take(Instant now) {
      double seconds = Math.max(0, Duration.between(counted, now).toMillis() / 1000.0);
      left = Math.min(burst, left + seconds * perSecond);
      counted = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }

  private final Clock clock;
  private final int burst;
  private final double perSecond;
  private final SequencedMap<String, Bucket> callers = new LinkedHashMap<>();

  /**
   * @param burst calls in a row
   */
  CallLimits(Clock clock, int burst, double perSecond) {
    this.clock = clock;
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Counts a call; returns false if it is one too many. */
  synchronized boolean take(String caller) {
    Instant now = clock.instant();
    Bucket bucket = callers.remove(caller);
    if (bucket == null) {
      bucket = new Bucket(burst, perSecond, now);
    }
    callers.putLast(caller, bucket);
    if (callers.size() > MOST_CALLERS) {
      callers.pollFirstEntry();
    }
    return bucket.take(now);
  }

  synchronized int remembered() {
    return callers.size();
  }
}
