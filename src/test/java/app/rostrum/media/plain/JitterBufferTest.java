package app.rostrum.media.plain;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.plain.JitterBuffer.Next;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
  private static final long BEAT = 20_000_000;

  private final JitterBuffer buffer = new JitterBuffer();
  private final List<String> heard = new ArrayList<>();
  private long now;

  @BeforeEach
  void begin() {
    now = 1;
  }

  private void arrive(int... numbers) {
    for (int number : numbers) {
      buffer.put(Packets.number(number), now);
    }
  }

  private void arrive(RtpPacket packet) {
    buffer.put(packet, now);
  }

  private void play(int beats) {
    for (int i = 0; i < beats; i++) {
      now += BEAT;
      switch (buffer.next(now)) {
        case Next.Play play -> {
          heard.add(String.valueOf(play.packet().payload()[0]));
          buffer.played(PcmSource.FRAME);
        }
        case Next.Conceal lost -> heard.add(lost.following() == null ? "lost" : "repaired");
        case Next.Silence silence -> heard.add("-");
      }
    }
  }

  @Test
  void waitsForTwoPacketsThenPlaysInOrderAcrossTheWrap() {
    arrive(1);
    play(1);
    for (int i = 2; i <= 12; i++) {
      arrive(i);
      play(1);
    }
    assertThat(heard).containsExactly("-", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
  }

  @Test
  void sortsWhatCameOutOfOrderAndDropsCopies() {
    arrive(2, 1, 1, 4, 3, 2);
    play(4);
    assertThat(heard).containsExactly("1", "2", "3", "4");
  }

  @Test
  void repairsALossFromThePacketAfterIt() {
    arrive(1, 2, 4, 5);
    play(5);
    assertThat(heard).containsExactly("1", "2", "repaired", "4", "5");
  }

  @Test
  void concealsALongerLossOneByOne() {
    arrive(1, 2, 5, 6);
    play(6);
    assertThat(heard).containsExactly("1", "2", "lost", "repaired", "5", "6");
  }

  @Test
  void isSilentWhileTheSenderPauses() {
    arrive(Packets.number(1));
    arrive(Packets.number(2));
    arrive(Packets.number(3, 6));
    play(6);
    assertThat(heard).containsExactly("1", "2", "-", "-", "-", "3");
  }

  @Test
  void concealsAWhileWhenNothingComesThenFallsSilentAndBeginsAnew() {
    arrive(1, 2);
    play(9);
    assertThat(heard).containsExactly("1", "2", "lost", "lost", "lost", "lost", "lost", "-", "-");
    heard.clear();
    arrive(10, 11, 12);
    play(3);
    assertThat(heard).containsExactly("10", "11", "12");
  }

  @Test
  void waitsLongerAfterItRanDry() {
    arrive(1, 2);
    play(9);
    heard.clear();
    arrive(10, 11);
    play(1);
    assertThat(heard).containsExactly("-");
    arrive(12);
    play(1);
    assertThat(heard).containsExactly("-", "10");
  }

  @Test
  void playsALatePacketInsteadOfLosingIt() {
    arrive(1, 2);
    play(3);
    arrive(3, 4);
    play(2);
    assertThat(heard).containsExactly("1", "2", "lost", "3", "4");
  }

  @Test
  void shortensAWaitThatIsLongerThanNeeded() {
    arrive(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    for (int i = 11; i <= 400; i++) {
      arrive(i);
      play(1);
    }
    assertThat(buffer.waitNanos()).isLessThanOrEqualTo(4 * BEAT);
    assertThat(heard.getLast()).isIn("-112", "-113", "-114", "-115");
  }

  @Test
  void followsASenderThatStartsAtOtherNumbers() {
    arrive(1, 2, 3);
    play(3);
    heard.clear();
    arrive(30_001, 30_002, 30_003);
    play(2);
    assertThat(heard).containsExactly("49", "50");
  }

  @Test
  void beginsNearTheEndOfABurst() {
    for (int i = 1; i <= 5_000; i++) {
      arrive(i);
    }
    play(1);
    assertThat(heard).containsExactly(String.valueOf((byte) 4_989));
  }
}
