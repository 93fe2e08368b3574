package app.rostrum.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private static List<Instant> surplus(List<Instant> ends) {
    return Retention.surplus(ends, Function.identity(), NOW);
  }

  @Test
  void theNewestAreKept() {
    List<Instant> ends =
        IntStream.range(0, 53).mapToObj(i -> NOW.minus(Duration.ofMinutes(i))).toList();
    assertThat(surplus(ends.subList(0, 50))).isEmpty();
    assertThat(surplus(ends.reversed())).isEqualTo(ends.subList(50, 53));
  }

  @Test
  void nothingIsKeptForMoreThanAMonth() {
    Instant young = NOW.minus(Duration.ofDays(30));
    Instant old = young.minusMillis(1);
    assertThat(surplus(List.of(old, young))).containsExactly(old);
  }
}
