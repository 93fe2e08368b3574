package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeakerBufferTest {
  private static final long MILLI = 1_000_000;
  private final SpeakerBuffer buffer = new SpeakerBuffer();
  private long now = 5_000 * MILLI;

  @Test
  void packetsComeOutInOrderAfterAShortWait() {
    buffer.put(packet(10), now);
    buffer.put(packet(11), now);
    assertThat(take()).isEqualTo("-");
    now += 10 * MILLI;
    assertThat(take()).isEqualTo("10");
    assertThat(take()).isEqualTo("11");
  }

  @Test
  void orderIsPutRightAcrossTheWrapOfTheNumbers() {
    for (int number : List.of(65_534, 0, 65_535, 1)) {
      buffer.put(packet(number), now);
    }
    now += 20 * MILLI;
    assertThat(List.of(take(), take(), take(), take())).containsExactly("65534", "65535", "0", "1");
  }

  @Test
  void duplicatesAreDropped() {
    buffer.put(packet(1), now);
    buffer.put(packet(1), now);
    now += 20 * MILLI;
    assertThat(take()).isEqualTo("1");
    buffer.put(packet(1), now);
    assertThat(take()).isEqualTo("missing");
    assertThat(buffer.late()).isZero();
  }

  @Test
  void aMissingPacketComesWithItsSuccessor() {
    buffer.put(packet(1), now);
    buffer.put(packet(3), now);
    now += 20 * MILLI;
    assertThat(take()).isEqualTo("1");
    assertThat(buffer.take(now))
        .isInstanceOfSatisfying(
            SpeakerBuffer.Next.Missing.class, gap -> assertThat(gap.following()).isNotNull());
    assertThat(take()).isEqualTo("3");
    assertThat(buffer.missing()).isEqualTo(1);
  }

  @Test
  void silenceIsConcealedOnlyForAMoment() {
    buffer.put(packet(1), now);
    now += 20 * MILLI;
    var heard = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      heard.add(take());
      now += 20 * MILLI;
    }
    assertThat(heard).containsExactly("1", "missing", "missing", "missing", "-", "-");
  }

  @Test
  void aTinyPacketAnnouncesSilence() {
    buffer.put(new RtpPacket(111, false, 1, 960, 9, new int[0], -1, false, new byte[] {8}), now);
    now += 20 * MILLI;
    assertThat(buffer.take(now)).isInstanceOf(SpeakerBuffer.Next.Packet.class);
    assertThat(take()).isEqualTo("-");
  }

  @Test
  void aNewSenderOfTheSameTrackStartsAfresh() {
    buffer.put(packet(1000), now);
    now += 20 * MILLI;
    take();
    buffer.put(new RtpPacket(111, false, 3, 960, 10, new int[0], -1, false, payload(3)), now);
    now += 20 * MILLI;
    assertThat(take()).isEqualTo("3");
  }

  @Test
  void jitterLengthensTheWaitUntilNothingComesTooLate() {
    simulate(new Random(1), 45, 3000);
    long lateBefore = buffer.late() + buffer.missing();
    assertThat(buffer.waitMillis()).isBetween(20L, 60L);
    simulate(new Random(2), 45, 500);
    assertThat(buffer.late() + buffer.missing() - lateBefore).isLessThan(10);
  }

  @Test
  void aQuietNetworkShortensTheWaitAgain() {
    simulate(new Random(1), 60, 2000);
    long jittery = buffer.waitMillis();
    simulate(new Random(1), 1, 6000);
    assertThat(buffer.waitMillis()).isLessThan(jittery - 20);
  }

  @Test
  void onAQuietNetworkAPacketWaitsNoLongerThanThirtyMilliseconds() {
    simulate(new Random(1), 2, 50);
    longestWait = 0;
    simulate(new Random(2), 2, 500);
    assertThat(longestWait).isBetween(10 * MILLI, 31 * MILLI);
  }

  @Test
  void afterAPauseOfTheMachineTheDelayIsSoonGone() {
    simulate(new Random(1), 2, 500);
    for (int i = 0; i < 15; i++) {
      buffer.put(packet(sequence++ & 0xFFFF), now);
      now += 20 * MILLI;
    }
    simulate(new Random(2), 2, 500);
    longestWait = 0;
    simulate(new Random(3), 2, 100);
    assertThat(longestWait).isLessThan(50 * MILLI);
  }

  @Test
  void numbersFarAheadDoNotFillMemory() {
    buffer.put(packet(1), now);
    buffer.put(packet(20_000), now);
    now += 20 * MILLI;
    assertThat(take()).isEqualTo("20000");
  }

  private int sequence;
  private long longestWait;

  /** Sends one packet per 20 ms, each delayed at random, and plays one per 20 ms. */
  private void simulate(Random random, int jitterMillis, int packets) {
    record Arrival(long at, int number) {}
    var onTheWay = new ArrayList<Arrival>();
    var sentAt = new HashMap<Integer, Long>();
    for (int i = 0; i < packets; i++) {
      sentAt.put(sequence & 0xFFFF, now);
      onTheWay.add(new Arrival(now + random.nextLong(jitterMillis * MILLI), sequence++ & 0xFFFF));
      for (int step = 0; step < 20; step++) {
        now += MILLI;
        long until = now;
        onTheWay.stream()
            .filter(arrival -> arrival.at() <= until)
            .forEach(arrival -> buffer.put(packet(arrival.number()), until));
        onTheWay.removeIf(arrival -> arrival.at() <= until);
      }
      play(sentAt);
      if (buffer.holdsTooMuch()) {
        play(sentAt);
      }
    }
  }

  private void play(Map<Integer, Long> sentAt) {
    if (buffer.take(now) instanceof SpeakerBuffer.Next.Packet packet) {
      int number = ((packet.payload()[0] & 0xFF) << 8) | (packet.payload()[1] & 0xFF);
      longestWait = Math.max(longestWait, now - sentAt.getOrDefault(number, now));
    }
  }

  private String take() {
    return switch (buffer.take(now)) {
      case SpeakerBuffer.Next.Silence() -> "-";
      case SpeakerBuffer.Next.Missing missing -> "missing";
      case SpeakerBuffer.Next.Packet packet ->
          String.valueOf(((packet.payload()[0] & 0xFF) << 8) | (packet.payload()[1] & 0xFF));
    };
  }

  private static RtpPacket packet(int number) {
    return new RtpPacket(
        111, false, number, number * 960L, 9, new int[0], -1, false, payload(number));
  }

  private static byte[] payload(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number, 0};
  }
}
