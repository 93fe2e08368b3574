package app.rostrum.rtc.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostPacketsTest {
  private static final long MILLI = 1_000_000;
  private final LostPackets lost = new LostPackets(1000);

  private void come(long millis, int... numbers) {
    for (int number : numbers) {
      lost.onPacket(number & 0xFFFF, millis * MILLI);
    }
  }

  @Test
  void asksForAGapAcrossTheWrapAtOnceAndAgainAfterARoundTrip() {
    come(0, 65_534, 1);
    assertThat(lost.due(0, 80 * MILLI)).containsExactly(65_535, 0);
    assertThat(lost.due(99 * MILLI, 80 * MILLI)).isEmpty();
    come(99, 0);
    assertThat(lost.due(100 * MILLI, 80 * MILLI)).containsExactly(65_535);
    assertThat(lost.recovered()).isEqualTo(1);
  }

  @Test
  void givesUpAfterAFewAttempts() {
    come(0, 10, 12);
    int asked = 0;
    for (int i = 0; i < 1000; i++) {
      asked += lost.due(i * MILLI, 10 * MILLI).size();
    }
    assertThat(asked).isEqualTo(6);
  }

  @Test
  void doesNotAskForWhatWouldComeTooLate() {
    come(0, 10, 12);
    assertThat(lost.due(1001 * MILLI, -1)).isEmpty();
    assertThat(lost.due(1002 * MILLI, -1)).isEmpty();
  }

  @Test
  void aJumpIsNotRecovered() {
    come(0, 10, 500);
    assertThat(lost.due(0, -1)).isEmpty();
    come(0, 501, 503);
    assertThat(lost.due(0, -1)).containsExactly(502);
    come(0, 60_000, 60_002);
    assertThat(lost.due(0, -1)).containsExactly(60_001);
  }

  @Test
  void reorderedAndRepeatedPacketsLeaveNothingToAskFor() {
    come(0, 1, 3, 2, 2, 3, 1, 4);
    assertThat(lost.due(0, -1)).isEmpty();
  }

  @Test
  void neverRemembersMoreThanItsLimit() {
    come(0, 0);
    for (int i = 100; i < 60_000; i += 100) {
      come(0, i);
    }
    assertThat(lost.due(0, -1)).hasSize(256);
  }
}
