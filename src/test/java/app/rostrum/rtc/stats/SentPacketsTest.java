package app.rostrum.rtc.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentPacketsTest {
  private static final long MILLI = 1_000_000;
  private final SentPackets sent = new SentPackets(64);
  private final List<byte[]> again = new ArrayList<>();

  private void keep(int from, int to, int length) {
    for (int i = from; i < to; i++) {
      byte[] data = new byte[length];
      Arrays.fill(data, (byte) i);
      sent.keep(i, data, 0, length);
    }
  }

  private boolean ask(int number, long millis) {
    return sent.sendAgain(
        number,
        millis * MILLI,
        (data, offset, length) -> again.add(Arrays.copyOfRange(data, offset, offset + length)));
  }

  @Test
  void resendsWhatItHasAndNothingElse() {
    keep(0, 100, 50);
    assertThat(ask(99, 0)).isTrue();
    assertThat(again.getFirst()).hasSize(50).containsOnly(99);
    assertThat(ask(36, 0)).isTrue();
    assertThat(ask(35, 0)).isFalse();
    assertThat(ask(100, 0)).isFalse();
  }

  @Test
  void aPacketIsNotSentAgainAndAgain() {
    keep(0, 10, 100);
    int went = 0;
    for (int i = 0; i < 1000; i++) {
      went += ask(5, i) ? 1 : 0;
    }
    assertThat(went).isEqualTo(8);
  }

  @Test
  void aStormOfRequestsCostsNoMoreThanTheStreamItself() {
    int fresh = 0;
    for (int round = 0; round < 200; round++) {
      keep(round * 10, round * 10 + 10, 1000);
      fresh += 10;
      for (int i = 0; i < 64; i++) {
        ask(round * 10 + 10 - i, round * 100L);
      }
    }
    assertThat(again.size()).isBetween(fresh / 2, fresh + 16);
  }

  @Test
  void aLongPacketMakesRoomAndForgetsNoneBefore() {
    keep(100, 110, 50);
    keep(110, 111, 1200);
    keep(111, 112, 50);
    assertThat(ask(105, 0)).isTrue();
    assertThat(ask(110, 0)).isTrue();
    assertThat(ask(111, 0)).isTrue();
    assertThat(again.get(0)).hasSize(50).containsOnly(105);
    assertThat(again.get(1)).hasSize(1200).containsOnly(110);
    assertThat(again.get(2)).hasSize(50).containsOnly(111);
  }

  @Test
  void slotsAreUsedAgainForLongerAndShorterPackets() {
    keep(0, 64, 10);
    keep(64, 128, 1200);
    keep(128, 192, 10);
    assertThat(ask(130, 0)).isTrue();
    assertThat(again.getFirst()).hasSize(10);
  }
}
