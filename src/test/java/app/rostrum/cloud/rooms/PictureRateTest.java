package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureRateTest {
  private final PictureRate rate = new PictureRate();

  @Test
  void risesToItsLimitWhileNothingIsLost() {
    assertThat(rate.next(0)).isEqualTo(1_080_000);
    for (int i = 0; i < 20; i++) {
      rate.next(0.01);
    }
    assertThat(rate.next(0)).isEqualTo(PictureRate.MOST);
  }

  @Test
  void fallsWithMuchLossDownToItsMinimum() {
    assertThat(rate.next(0.4)).isEqualTo(800_000);
    for (int i = 0; i < 20; i++) {
      rate.next(0.4);
    }
    assertThat(rate.next(0.4)).isEqualTo(PictureRate.LEAST);
  }

  @Test
  void keepsTheRateAtModerateLoss() {
    assertThat(rate.next(0.05)).isEqualTo(PictureRate.START);
  }

  @Test
  void changesOnceASecond() {
    assertThat(rate.due(5)).isTrue();
    assertThat(rate.due(6)).isFalse();
    assertThat(rate.due(5 + PictureRate.INTERVAL_NANOS)).isTrue();
  }
}
