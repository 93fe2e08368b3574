package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapCountsTest {
  private final GapCounts counts = new GapCounts();

  @Test
  void tellsTheSamePercentilesAsAListOfAllTimes() {
    List<Double> times = IntStream.rangeClosed(1, 1000).mapToObj(i -> i / 10.0).toList();
    counts.add(times);
    for (double percent : new double[] {1, 50, 99, 100}) {
      assertThat(counts.percentile(percent)).isEqualTo(Figures.percentile(times, percent));
    }
    assertThat(counts.size()).isEqualTo(1000);
  }

  @Test
  void holdsLongerTimesForFiveSeconds() {
    counts.add(List.of(60_000.0));
    assertThat(counts.percentile(99)).isEqualTo(5000);
  }

  @Test
  void isNothingWithoutTimes() {
    assertThat(counts.percentile(99)).isZero();
  }
}
