package app.rostrum.cloud.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final double[] BOUNDS = {0.001, 0.01, Double.POSITIVE_INFINITY};
  private final Latencies latencies = new Latencies();

  private void add(long micros, int times) {
    for (int i = 0; i < times; i++) {
      latencies.add(micros * 1000);
    }
  }

  @Test
  void withoutAnyTheyAreZero() {
    assertThat(latencies.quantile(0.99)).isZero();
    assertThat(latencies.sum()).isZero();
    assertThat(latencies.upTo(BOUNDS)).containsExactly(0, 0, 0);
  }

  @Test
  void quantilesAreWithinATenth() {
    add(500, 98);
    add(8000, 2);
    assertThat(latencies.quantile(0.5))
        .isBetween(Duration.ofNanos(500_000), Duration.ofNanos(550_000));
    assertThat(latencies.quantile(0.99))
        .isBetween(Duration.ofNanos(8_000_000), Duration.ofNanos(8_800_000));
  }

  @Test
  void eachIsCountedUpToOneBound() {
    add(500, 5);
    add(8000, 3);
    add(60_000_000, 2);
    add(-1, 1);
    assertThat(latencies.upTo(BOUNDS)).containsExactly(6, 3, 2);
    assertThat(latencies.sum())
        .isEqualTo(Duration.ofNanos(5 * 500_000L + 3 * 8_000_000L + 120_000_000_000L));
    latencies.forget();
    assertThat(latencies.upTo(BOUNDS)).containsExactly(0, 0, 0);
    assertThat(latencies.sum()).isZero();
  }
}
