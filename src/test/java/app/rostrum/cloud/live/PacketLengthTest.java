package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketLengthTest {
  private final PacketLength length = new PacketLength();

  private int settled(double share) {
    int last = 0;
    for (int i = 0; i < 10; i++) {
      last = length.next(share);
    }
    return last;
  }

  @Test
  void packetsBecomeLongerAsTheAudienceGrows() {
    assertThat(settled(0)).isEqualTo(1);
    assertThat(settled(0.6)).isEqualTo(1);
    assertThat(settled(0.61)).isEqualTo(2);
    assertThat(settled(1.2)).isEqualTo(2);
    assertThat(settled(1.21)).isEqualTo(3);
    assertThat(settled(100)).as("120 ms").isEqualTo(6);
  }

  @Test
  void theyBecomeShorterWhenItHasShrunkByAThird() {
    settled(1.6);
    assertThat(settled(0.81)).isEqualTo(3);
    assertThat(settled(0.79)).isEqualTo(2);
    assertThat(settled(0.41)).isEqualTo(2);
    assertThat(settled(0.39)).isEqualTo(1);
  }

  @Test
  void theLengthChangesStepByStep() {
    assertThat(length.next(9)).isEqualTo(2);
    assertThat(length.next(9)).isEqualTo(3);
    assertThat(length.next(0)).isEqualTo(2);
    assertThat(length.next(0)).isEqualTo(1);
  }
}
