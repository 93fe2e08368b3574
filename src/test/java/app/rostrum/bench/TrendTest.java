package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
  @Test
  void isTheGrowthForEachUnitOfTime() {
    assertThat(Trend.slope(List.of(0.0, 1.0, 2.0, 4.0), List.of(5.0, 8.0, 11.0, 17.0)))
        .isCloseTo(3, within(1e-9));
  }

  @Test
  void outweighsNoiseThatGoesUpAndDown() {
    assertThat(Trend.slope(List.of(0.0, 1.0, 2.0, 3.0), List.of(5.0, 7.0, 7.0, 5.0)))
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void isUnknownAtOneMoment() {
    assertThat(Trend.slope(List.of(1.0, 1.0), List.of(5.0, 7.0))).isNaN();
  }
}
