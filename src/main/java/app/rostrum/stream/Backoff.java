package app.rostrum.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Growing waits with jitter, within a budget of time. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private final RandomGenerator random;
  private final Duration longest;
  private final Duration budget;
  private Duration step = FIRST;
  private Duration spent = Duration.ZERO;

  /**
   * @param longest the longest wait
   * @param budget after waits and {@link #spend spent time} of this much there is no next wait
   */
  Backoff(RandomGenerator random, Duration longest, Duration budget) {
    this.random = random;
    this.longest = longest;
    this.budget = budget;
  }

  /** Never gives up. */
  static Backoff endless(RandomGenerator random, Duration longest) {
    return new Backoff(random, longest, Duration.ofDays(1000));
  }

  /** Counts time that an attempt itself took. */
  void spend(Duration time) {
    spent = spent.plus(time);
  }

  /** The next wait: between half and all of a step that doubles; empty if the budget is spent. */
  Optional<Duration> next() {
    if (spent.compareTo(budget) >= 0) {
      return Optional.empty();
    }
    long half = step.toNanos() / 2;
    Duration wait = Duration.ofNanos(half + random.nextLong(half));
    Duration doubled = step.multipliedBy(2);
    step = doubled.compareTo(longest) > 0 ? longest : doubled;
    spent = spent.plus(wait);
    return Optional.of(wait);
  }

  void reset() {
    step = FIRST;
    spent = Duration.ZERO;
  }
}
