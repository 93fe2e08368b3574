package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofMillis(200), Duration.ofSeconds(8));
  private long now;

  private Backoff backoff(Backoff.Policy policy, long seed) {
    return new Backoff(policy, new Random(seed), () -> now);
  }

  @Test
  void waitsDoubleUpToTheLongest() {
    Backoff backoff = backoff(POLICY, 1);
    long[] steps = {200, 400, 800, 1600, 3200, 6400, 8000, 8000};
    for (long step : steps) {
      assertThat(backoff.next().orElseThrow().toMillis()).isBetween(step / 2, step);
    }
  }

  @Test
  void aConnectionThatDropsAtOnceDoesNotStartTheWaitsSmallAgain() {
    Backoff backoff = backoff(POLICY, 1);
    Duration last = Duration.ZERO;
    for (int i = 0; i < 7; i++) {
      backoff.connected();
      now += Duration.ofSeconds(1).toNanos();
      last = backoff.next().orElseThrow();
    }
    assertThat(last).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aConnectionThatLastedStartsTheWaitsSmallAgain() {
    Backoff backoff = backoff(POLICY, 1);
    for (int i = 0; i < 7; i++) {
      backoff.next();
    }
    backoff.connected();
    now += Duration.ofSeconds(20).toNanos();
    backoff.connected();
    now += Duration.ofSeconds(10).toNanos();
    assertThat(backoff.next().orElseThrow()).isLessThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void timeWithoutAConnectionDoesNotCountAsAConnectionThatLasted() {
    Backoff backoff = backoff(POLICY, 1);
    backoff.connected();
    for (int i = 0; i < 7; i++) {
      backoff.next();
    }
    now += Duration.ofMinutes(1).toNanos();
    assertThat(backoff.next().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void retryAfterIsTheLeastAndAHundredClientsDoNotComeBackTogether() {
    List<Long> waits =
        LongStream.range(0, 100)
            .map(
                seed ->
                    backoff(POLICY, seed * 0x9E3779B97F4A7C15L)
                        .next(Duration.ofSeconds(1))
                        .orElseThrow()
                        .toMillis())
            .boxed()
            .toList();
    assertThat(waits).allMatch(wait -> wait >= 1000 && wait <= 1500);
    assertThat(waits.stream().map(wait -> wait / 50).distinct().count()).isGreaterThan(5);
  }

  @Test
  void retryAfterZeroDoesNotReplaceTheWait() {
    Backoff backoff = backoff(POLICY, 1);
    List<Duration> waits =
        IntStream.range(0, 8).mapToObj(i -> backoff.next(Duration.ZERO).orElseThrow()).toList();
    assertThat(waits.getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    assertThat(waits.getLast()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void anAbsurdRetryAfterIsNotObeyed() {
    Duration wait = backoff(POLICY, 1).next(Duration.ofSeconds(Long.MAX_VALUE)).orElseThrow();
    assertThat(wait).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(450));
  }

  @Test
  void waitsAndAttemptsSpendTheBudget() {
    Backoff backoff = backoff(POLICY.within(Duration.ofSeconds(3)), 1);
    assertThat(backoff.next()).isPresent();
    backoff.spend(Duration.ofSeconds(3));
    assertThat(backoff.next()).isEmpty();
    backoff.reset();
    assertThat(backoff.next()).isPresent();
  }
}
