package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static Trend of(int count, DoubleUnaryOperator value) {
    List<Double> times = IntStream.range(0, count).mapToObj(i -> (double) i).toList();
    return Trend.of(times, times.stream().map(value::applyAsDouble).toList());
  }

  @Test
  void isTheGrowthForEachUnitOfTime() {
    assertThat(Trend.of(List.of(0.0, 1.0, 2.0, 4.0), List.of(5.0, 8.0, 11.0, 17.0)).slope())
        .isCloseTo(3, within(1e-9));
  }

  @Test
  void hasTheBandOfStudent() {
    // By hand: squares of 8 are left, 6 degrees of freedom, t = 2.447, the times spread by 42.
    double[] sways = {1, -1, -1, 1, 1, -1, -1, 1};
    Trend trend = of(8, t -> 2 * t + sways[(int) t]);
    assertThat(trend.slope()).isCloseTo(2, within(1e-9));
    assertThat(trend.band()).isCloseTo(2.447 * Math.sqrt(8 / 6.0 / 42), within(0.01));
  }

  @Test
  void isWiderWhereNeighboursAreAlike() {
    Trend alone = of(40, t -> t % 2 == 0 ? 1 : -1);
    Trend alike = of(40, t -> t % 20 < 10 ? 1 : -1);
    assertThat(alike.band()).isGreaterThan(2 * alone.band());
  }

  @Test
  void isNoneWhereNoiseHasNone() {
    var random = new Random(1);
    assertThat(of(60, t -> 60 + random.nextGaussian()).verdict(0.2)).isEqualTo("no trend");
  }

  @Test
  void isSeenThroughNoise() {
    var random = new Random(1);
    assertThat(of(60, t -> 60 + t / 2 + random.nextGaussian()).verdict(0.2)).isEqualTo("grows");
  }

  @Test
  void isUndecidedWhereNoiseHidesIt() {
    double[] sways = {1, -1, -1, 1, 1, -1, -1, 1};
    assertThat(of(8, t -> 60 + 10 * sways[(int) t]).verdict(0.2)).isEqualTo("undecided");
  }

  @Test
  void isUnknownAtOneMoment() {
    Trend trend = Trend.of(List.of(1.0, 1.0), List.of(5.0, 7.0));
    assertThat(trend.slope()).isNaN();
    assertThat(trend.verdict(10)).isEqualTo("undecided");
  }
}
