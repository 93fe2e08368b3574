package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityLevelTest {
  /** The table of docs/decisions/network-quality.md. */
  @ParameterizedTest
  @CsvSource({"5, 0.01, 150, 50", "4, 0.03, 250, 100", "3, 0.08, 400, 200", "2, 0.2, 800, 400"})
  void aLevelHoldsBelowEachOfItsBounds(int level, double loss, double roundTrip, double jitter) {
    double below = 0.999;
    assertThat(QualityLevel.rate(loss * below, roundTrip * below, jitter * below)).isEqualTo(level);
    assertThat(QualityLevel.rate(loss, roundTrip * below, jitter * below)).isEqualTo(level - 1);
    assertThat(QualityLevel.rate(loss * below, roundTrip, jitter * below)).isEqualTo(level - 1);
    assertThat(QualityLevel.rate(loss * below, roundTrip * below, jitter)).isEqualTo(level - 1);
  }
}
