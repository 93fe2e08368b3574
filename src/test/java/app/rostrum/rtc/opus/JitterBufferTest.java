package app.rostrum.rtc.opus;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
  private static final long MILLI = 1_000_000;
  private static final long TICK = 20 * MILLI;

  private final JitterBuffer buffer =
      new JitterBuffer(JitterBuffer.Policy.playing(Duration.ofMillis(40), Duration.ofMillis(400)));

  /** A 20 ms frame in CELT mode, so that its length is known, with a number to tell it by. */
  private static RtpPacket packet(int number, long timestamp, int id) {
    return new RtpPacket(
        111,
        false,
        number & 0xFFFF,
        timestamp & 0xFFFFFFFFL,
        1,
        new int[0],
        -1,
        false,
        new byte[] {(byte) 0xF8, (byte) (id >>> 8), (byte) id});
  }

  private static RtpPacket packet(int index) {
    return packet(index, index * 960L, index);
  }

  private static String name(JitterBuffer.Frame frame) {
    return switch (frame) {
      case JitterBuffer.Frame.Packet(RtpPacket p) ->
          p.payload().length < 3
              ? "dtx"
              : String.valueOf(((p.payload()[1] & 0xFF) << 8) | (p.payload()[2] & 0xFF));
      case JitterBuffer.Frame.Lost(var next) -> next.isPresent() ? "redundant" : "lost";
      case JitterBuffer.Frame.Silence() -> "-";
      case JitterBuffer.Frame.Continues() -> "+";
    };
  }

  private List<String> pull(long from, int ticks) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      names.add(name(buffer.pull(from + i * TICK)));
    }
    return names;
  }

  @Test
  void waitsForTheLeastDelayThenPlaysInOrder() {
    for (int i = 0; i < 5; i++) {
      buffer.put(packet(i), i * TICK);
    }
    assertThat(name(buffer.pull(39 * MILLI))).isEqualTo("-");
    assertThat(pull(40 * MILLI, 5)).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void putsReorderedPacketsBackInOrder() {
    for (int i : new int[] {1, 0, 3, 2}) {
      buffer.put(packet(i), 0);
    }
    assertThat(pull(80 * MILLI, 4)).containsExactly("0", "1", "2", "3");
  }

  @Test
  void playsADuplicateOnce() {
    for (int i : new int[] {0, 0, 1, 1, 2}) {
      buffer.put(packet(i), 0);
    }
    assertThat(pull(60 * MILLI, 3)).containsExactly("0", "1", "2");
    assertThat(buffer.duplicates()).isEqualTo(2);
  }

  @Test
  void offersTheNextPacketsRedundancyForALostOne() {
    for (int i : new int[] {0, 1, 3, 4, 7}) {
      buffer.put(packet(i), i * TICK);
    }
    assertThat(pull(40 * MILLI, 8))
        .containsExactly("0", "1", "redundant", "3", "4", "lost", "redundant", "7");
    assertThat(buffer.lost()).isEqualTo(3);
  }

  @Test
  void dropsAPacketThatComesAfterItsTime() {
    for (int i : new int[] {0, 2, 3}) {
      buffer.put(packet(i), i * TICK);
    }
    assertThat(pull(40 * MILLI, 3)).containsExactly("0", "redundant", "2");
    buffer.put(packet(1), 90 * MILLI);
    assertThat(pull(100 * MILLI, 1)).containsExactly("3");
    assertThat(buffer.late()).isEqualTo(1);
  }

  @Test
  void numbersAndTimestampsWrap() {
    int base = 65_533;
    long timestamp = 0xFFFFFFFFL - 2000;
    for (int i = 0; i < 8; i++) {
      buffer.put(packet(base + i, timestamp + i * 960L, i), i * TICK);
    }
    assertThat(pull(40 * MILLI, 8)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void aPauseOfTheSenderIsSilenceNotLoss() {
    for (int i = 0; i < 3; i++) {
      buffer.put(packet(i), i * TICK);
    }
    // The sender says with one byte that it pauses, and goes on 200 ms later.
    buffer.put(
        new RtpPacket(111, false, 3, 3 * 960L, 1, new int[0], -1, false, new byte[] {(byte) 0xF8}),
        3 * TICK);
    List<String> heard = pull(40 * MILLI, 4);
    long resume = 14;
    for (int i = 4; i < 14; i++) {
      heard.add(name(buffer.pull(40 * MILLI + i * TICK)));
      if (i == 12) {
        buffer.put(packet(4, resume * 960, 4), resume * TICK);
        buffer.put(packet(5, (resume + 1) * 960, 5), (resume + 1) * TICK);
      }
    }
    heard.addAll(pull(40 * MILLI + 14 * TICK, 2));
    assertThat(heard.subList(0, 4)).containsExactly("0", "1", "2", "dtx");
    assertThat(heard.subList(4, 14)).containsOnly("-");
    assertThat(heard.subList(14, 16)).containsExactly("4", "5");
    assertThat(buffer.lost()).isZero();
  }

  @Test
  void anInterruptionIsConcealedBrieflyThenSilent() {
    for (int i = 0; i < 2; i++) {
      buffer.put(packet(i), i * TICK);
    }
    assertThat(pull(40 * MILLI, 8))
        .containsExactly("0", "1", "lost", "lost", "lost", "-", "-", "-");
  }

  @Test
  void aLongPacketCoversItsTicks() {
    // Two frames of 20 ms in one packet (code 1).
    RtpPacket twice =
        new RtpPacket(111, false, 0, 0, 1, new int[0], -1, false, new byte[] {(byte) 0xF9, 0, 9});
    buffer.put(twice, 0);
    buffer.put(packet(1, 1920, 1), 40 * MILLI);
    assertThat(pull(40 * MILLI, 3)).containsExactly("9", "+", "1");
  }

  @Test
  void aLongPacketThatIsLostIsConcealedWhole() {
    // Three frames of 20 ms in one packet (code 3).
    for (int i : new int[] {0, 2}) {
      var thrice = new byte[] {(byte) 0xFB, 3, (byte) i, 0, 0};
      buffer.put(
          new RtpPacket(111, false, i, i * 2880L, 1, new int[0], -1, false, thrice), i * 3 * TICK);
    }
    assertThat(pull(40 * MILLI, 9))
        .containsExactly("768", "+", "+", "lost", "lost", "redundant", "770", "+", "+");
    assertThat(buffer.lost()).as("packets").isEqualTo(1);
  }

  @Test
  void aShortPacketLeavesTheTickToTheNextOne() {
    // One frame of 10 ms in each packet (configuration 30).
    for (int i = 0; i < 4; i++) {
      buffer.put(
          new RtpPacket(
              111,
              false,
              i,
              i * 480L,
              1,
              new int[0],
              -1,
              false,
              new byte[] {(byte) 0xF0, 0, (byte) i}),
          i * 10 * MILLI);
    }
    assertThat(name(buffer.pull(40 * MILLI))).isEqualTo("0");
    assertThat(name(buffer.pull(40 * MILLI))).isEqualTo("1");
    assertThat(name(buffer.pull(60 * MILLI))).isEqualTo("2");
    assertThat(name(buffer.pull(60 * MILLI))).isEqualTo("3");
  }

  @Test
  void packetsConcealedWhileNoneCameAreNotConcealedAgain() {
    buffer.put(packet(0), 0);
    assertThat(pull(40 * MILLI, 3)).containsExactly("0", "lost", "lost");
    buffer.put(packet(3), 3 * TICK);
    assertThat(pull(100 * MILLI, 1)).containsExactly("3");
    assertThat(buffer.lost()).isEqualTo(2);
  }

  @Test
  void aBacklogIsReportedAfterHalfASecondAndCanBeSkipped() {
    for (int i = 0; i < 100; i++) {
      buffer.put(packet(i), i * TICK);
    }
    // Pulling starts 200 ms late and then keeps pace with the packets.
    long behind = 200 * MILLI;
    assertThat(pull(40 * MILLI, 1)).containsExactly("0");
    for (int i = 1; i < 26; i++) {
      assertThat(buffer.holdsTooMuch()).isFalse();
      assertThat(name(buffer.pull(behind + i * TICK))).isEqualTo(String.valueOf(i));
    }
    assertThat(buffer.holdsTooMuch()).isTrue();
    assertThat(buffer.holdsTooMuch()).isFalse();
    buffer.skip(1);
    assertThat(name(buffer.pull(behind + 26 * TICK))).isEqualTo("27");
  }

  @Test
  void skippingLeavesTheNewestPacket() {
    for (int i = 0; i < 5; i++) {
      buffer.put(packet(i), 0);
    }
    assertThat(pull(40 * MILLI, 1)).containsExactly("0");
    buffer.skip(100);
    assertThat(pull(60 * MILLI, 1)).containsExactly("4");
  }

  @Test
  void aClearedBufferBeginsAfresh() {
    buffer.put(packet(0), 0);
    buffer.put(packet(1), TICK);
    assertThat(pull(40 * MILLI, 1)).containsExactly("0");
    buffer.clear();
    assertThat(pull(60 * MILLI, 1)).containsExactly("-");
    buffer.put(packet(9), 80 * MILLI);
    assertThat(pull(120 * MILLI, 1)).containsExactly("9");
  }

  @Test
  void packetsWithoutAPayloadAreIgnored() {
    buffer.put(new RtpPacket(111, false, 0, 0, 1, new int[0], -1, false, new byte[0]), 0);
    assertThat(pull(40 * MILLI, 1)).containsExactly("-");
  }

  @Test
  void anotherStreamBeginsAfresh() {
    buffer.put(packet(0), 0);
    assertThat(pull(40 * MILLI, 1)).containsExactly("0");
    buffer.put(
        new RtpPacket(
            111, true, 40_000, 5, 2, new int[0], -1, false, new byte[] {(byte) 0xF8, 0, 77}),
        60 * MILLI);
    assertThat(pull(100 * MILLI, 1)).containsExactly("77");
  }

  @Test
  void growsWithTheJitterOfTheNetworkAndThenLosesAlmostNothing() {
    Random random = new Random(7);
    List<long[]> arrivals = new ArrayList<>();
    int count = 3000;
    for (int i = 0; i < count; i++) {
      arrivals.add(new long[] {i * TICK + random.nextInt(100) * MILLI, i});
    }
    arrivals.sort(Comparator.comparingLong(a -> a[0]));
    int next = 0;
    int heardAfterASecond = 0;
    for (long now = 0; now < count * TICK; now += TICK) {
      while (next < count && arrivals.get(next)[0] <= now) {
        buffer.put(packet((int) arrivals.get(next)[1]), arrivals.get(next)[0]);
        next++;
      }
      boolean heard = buffer.pull(now) instanceof JitterBuffer.Frame.Packet;
      heardAfterASecond += heard && now > 1_000 * MILLI ? 1 : 0;
    }
    assertThat(buffer.targetDelay()).isBetween(Duration.ofMillis(90), Duration.ofMillis(130));
    assertThat(heardAfterASecond).isGreaterThan((count - 50) * 97 / 100);
  }

  @Test
  void shrinksAgainWhenTheNetworkCalmsDown() {
    for (int i = 0; i < 100; i++) {
      buffer.put(packet(i), i * TICK + i % 5 * 30 * MILLI);
    }
    Duration worst = buffer.targetDelay();
    long now = 0;
    for (int i = 100; i < 2000; i++) {
      now = i * TICK;
      buffer.put(packet(i), now);
      if (buffer.holdsTooMuch()) {
        buffer.skip(1);
      }
      buffer.pull(now);
    }
    assertThat(worst).isGreaterThan(Duration.ofMillis(100));
    assertThat(buffer.targetDelay()).isEqualTo(Duration.ofMillis(40));
    assertThat(buffer.delay()).isLessThanOrEqualTo(Duration.ofMillis(60));
  }
}
