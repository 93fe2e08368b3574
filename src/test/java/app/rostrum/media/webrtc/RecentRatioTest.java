package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecentRatioTest {
  private static final long SECOND = 1_000_000_000;

  private final RecentRatio ratio = new RecentRatio();

  @Test
  void tellsTheShareOfTheLastSecondsOnly() {
    assertThat(ratio.read(0, 50, 100)).isEqualTo(0.5);
    assertThat(ratio.read(5 * SECOND, 50, 200)).isEqualTo(0.25);
    assertThat(ratio.read(8 * SECOND, 60, 300)).isCloseTo(0.1, within(0.01));
  }

  @Test
  void beginsAnewWhenCountersFall() {
    ratio.read(0, 50, 100);
    assertThat(ratio.read(SECOND, 0, 10)).isZero();
    assertThat(ratio.read(2 * SECOND, 0, 0)).isZero();
  }
}
