package app.rostrum.threads;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts that grow and have jitter. The waits start small again only after a
 * connection has lasted for {@link Policy#stable()}: a server that accepts and drops at once is not
 * asked at full pace. Not thread-safe.
 */
public final class Backoff {
  /**
   * The shape of the waits.
   *
   * @param first the longest first wait
   * @param growth the factor from one wait to the next, at least 1
   * @param longest the longest wait, unless the server asks for more
   * @param budget the time after which {@link Backoff#next} gives up: waits and {@link
   *     Backoff#spend time spent} together
   * @param stable the time that a connection has to last before the waits start small again
   */
  public record Policy(
      Duration first, double growth, Duration longest, Duration budget, Duration stable) {
    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final Duration STABLE = Duration.ofSeconds(30);

    /** A policy that doubles the wait each time, never gives up and calls 30 s stable. */
    public static Policy doubling(Duration first, Duration longest) {
      return new Policy(first, 2, longest, FOREVER, STABLE);
    }

    /** The same policy with another growth. */
    public Policy withGrowth(double factor) {
      return new Policy(first, factor, longest, budget, stable);
    }

    /** The same policy that gives up after this time. */
    public Policy within(Duration time) {
      return new Policy(first, growth, longest, time, stable);
    }
  }

  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  private final Policy policy;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private double stepNanos;
  private Duration spent = Duration.ZERO;
  private boolean connected;
  private long connectedAt;

  /**
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public Backoff(Policy policy, RandomGenerator random, LongSupplier nanoTime) {
    this.policy = policy;
    this.random = random;
    this.nanoTime = nanoTime;
    this.stepNanos = policy.first().toNanos();
  }

  /** Notes that a connection exists from now on, until {@link #next} is asked again. */
  public void connected() {
    if (!connected) {
      connected = true;
      connectedAt = nanoTime.getAsLong();
    }
  }

  /** Counts time that an attempt itself took towards the budget. */
  public void spend(Duration time) {
    spent = spent.plus(time);
  }

  /** Returns the wait before the next attempt; empty if the budget is spent. */
  public Optional<Duration> next() {
    return next(Duration.ZERO);
  }

  /**
   * Returns the wait before the next attempt: between half and all of the current step, or, if the
   * server asked for a longer one, that and up to half as much again.
   *
   * @param atLeast the server's {@code Retry-After} (RFC 9110, section 10.2.3), of which at most 5
   *     minutes are granted; zero if it named none
   * @return empty if the budget is spent
   */
  public Optional<Duration> next(Duration atLeast) {
    if (connected && nanoTime.getAsLong() - connectedAt >= policy.stable().toNanos()) {
      reset();
    }
    connected = false;
    if (spent.compareTo(policy.budget()) >= 0) {
      return Optional.empty();
    }
    Duration asked = atLeast.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : atLeast;
    double least = Math.max(stepNanos / 2, asked.toNanos());
    double jitter = Math.max(stepNanos, asked.toNanos()) / 2;
    var wait = Duration.ofNanos((long) (least + random.nextDouble() * jitter));
    stepNanos = Math.min(stepNanos * policy.growth(), policy.longest().toNanos());
    spent = spent.plus(wait);
    return Optional.of(wait);
  }

  /** Starts small again, whatever was: for a person who asks to try now. */
  public void reset() {
    stepNanos = policy.first().toNanos();
    spent = Duration.ZERO;
    connected = false;
  }
}
