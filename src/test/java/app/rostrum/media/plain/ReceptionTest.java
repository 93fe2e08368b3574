package app.rostrum.media.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final Reception reception = new Reception();

  @Test
  void countsNoLossWhereNoneIs() {
    for (int i = 0; i < 2_000; i++) {
      reception.onPacket(Packets.number(i), i * 20 * MILLISECOND);
    }
    assertThat(reception.packets()).isEqualTo(2_000);
    assertThat(reception.recentLost()).isZero();
    assertThat(reception.jitterNanos()).isLessThan(MILLISECOND);
  }

  @Test
  void countsOnePacketInTenLost() {
    for (int i = 0; i < 2_000; i++) {
      if (i % 10 != 5) {
        reception.onPacket(Packets.number(i), i * 20 * MILLISECOND);
      }
    }
    assertThat((double) reception.recentLost() / reception.recentExpected()).isBetween(0.09, 0.11);
  }

  @Test
  void forgetsALossAfterAWhile() {
    for (int i = 0; i < 2_000; i++) {
      if (i < 100 || i > 200) {
        reception.onPacket(Packets.number(i), i * 20 * MILLISECOND);
      }
    }
    assertThat(reception.recentLost()).isZero();
  }

  @Test
  void measuresJitter() {
    for (int i = 0; i < 500; i++) {
      reception.onPacket(Packets.number(i), (i * 20 + (i % 2) * 10) * MILLISECOND);
    }
    assertThat(reception.jitterNanos()).isBetween(8 * MILLISECOND, 12 * MILLISECOND);
  }

  @Test
  void tellsTheLevelOnlyWhileItIsFresh() {
    reception.onPacket(Packets.number(1), 0);
    assertThat(reception.level(100 * MILLISECOND)).isBetween(0.04, 0.05);
    assertThat(reception.level(600 * MILLISECOND)).isZero();
  }
}
