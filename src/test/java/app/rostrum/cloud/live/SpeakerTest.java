package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The way of a speaker's packets through the jitter buffer into the mix, and their delay. */
class SpeakerTest {
  private static final long MILLI = 1_000_000;
  private final List<Integer> played = new ArrayList<>();
  private final Speaker speaker = new Speaker("ada", new NumberDecoder());
  private final Map<Integer, Long> sentAt = new HashMap<>();
  private long now = 5_000 * MILLI;
  private int sequence;
  private int concealed;
  private long longestDelay;

  /** Notes the number in each packet and when it is decoded. */
  private final class NumberDecoder implements VoiceDecoder {
    @Override
    public int decode(byte[] packet, short[] out) {
      int number = ((packet[1] & 0xFF) << 8) | (packet[2] & 0xFF);
      played.add(number);
      longestDelay = Math.max(longestDelay, now - sentAt.getOrDefault(number, now));
      return 960;
    }

    @Override
    public int conceal(byte @Nullable [] next, short[] out) {
      concealed++;
      return 960;
    }
  }

  private static RtpPacket packet(int number) {
    return new RtpPacket(
        111,
        false,
        number & 0xFFFF,
        number * 960L,
        9,
        new int[0],
        -1,
        false,
        new byte[] {(byte) 0xF8, (byte) (number >> 8), (byte) number});
  }

  @Test
  void aPacketIsHeardFiveMillisecondsAfterItCame() {
    speaker.put(packet(10), now);
    now += 4 * MILLI;
    mix();
    assertThat(played).isEmpty();
    now += MILLI;
    mix();
    now += 15 * MILLI;
    speaker.put(packet(11), now);
    now += 5 * MILLI;
    mix();
    assertThat(played).containsExactly(10, 11);
  }

  @Test
  void jitterLengthensTheDelayUntilNothingComesTooLate() {
    simulate(new Random(1), 45, 3000);
    int concealedBefore = concealed;
    simulate(new Random(2), 45, 500);
    assertThat(concealed - concealedBefore).isLessThan(10);
    assertThat(longestDelay).isLessThan(120 * MILLI);
  }

  @Test
  void aQuietNetworkShortensTheDelayAgain() {
    simulate(new Random(1), 60, 2000);
    longestDelay = 0;
    simulate(new Random(2), 60, 200);
    long jittery = longestDelay;
    simulate(new Random(1), 1, 6000);
    longestDelay = 0;
    simulate(new Random(2), 1, 200);
    assertThat(longestDelay).isLessThan(jittery - 20 * MILLI);
  }

  @Test
  void onAQuietNetworkAPacketWaitsNoLongerThanATickAndFiveMilliseconds() {
    simulate(new Random(1), 2, 50);
    longestDelay = 0;
    simulate(new Random(2), 2, 500);
    assertThat(longestDelay).isBetween(Speaker.LEAST_WAIT_NANOS, 26 * MILLI);
  }

  @Test
  void afterAPauseOfTheMachineTheDelayIsSoonGone() {
    simulate(new Random(1), 2, 500);
    for (int i = 0; i < 15; i++) {
      speaker.put(packet(sequence++), now);
      now += 20 * MILLI;
    }
    simulate(new Random(2), 2, 500);
    longestDelay = 0;
    simulate(new Random(3), 2, 100);
    assertThat(longestDelay).isLessThan(50 * MILLI);
  }

  @Test
  void aSkippedPartOfALongPacketIsNotHeardLater() {
    var parts =
        new VoiceDecoder() {
          private int packets;

          @Override
          public int decode(byte[] packet, short[] out) {
            packets++;
            for (int i = 0; i < 2880; i++) {
              out[i] = (short) (1000 * packets + 100 * (i / 960));
            }
            return 2880;
          }

          @Override
          public int conceal(byte @Nullable [] next, short[] out) {
            return 0;
          }
        };
    var slow = new Speaker("ada", parts);
    // Three frames of 20 ms in each packet (code 3).
    for (int i = 0; i < 2; i++) {
      slow.put(
          new RtpPacket(
              111,
              false,
              i,
              i * 2880L,
              9,
              new int[0],
              -1,
              false,
              new byte[] {(byte) 0xFB, 3, 0, 0, 0}),
          now + i * 60 * MILLI);
    }
    now += 60 * MILLI;
    assertThat(firstSampleOf(slow)).isEqualTo(1000);
    slow.skip(1);
    assertThat(firstSampleOf(slow)).isEqualTo(1200);
    assertThat(firstSampleOf(slow)).isEqualTo(2000);
  }

  private int firstSampleOf(Speaker speaker) {
    var mix = new float[960];
    speaker.addTo(mix, now);
    now += 20 * MILLI;
    return Math.round(mix[0] * 32768);
  }

  /** Sends one packet per 20 ms, each delayed at random, and mixes once per 20 ms. */
  private void simulate(Random random, int jitterMillis, int packets) {
    record Arrival(long at, int number) {}
    var inFlight = new ArrayList<Arrival>();
    for (int i = 0; i < packets; i++) {
      sentAt.put(sequence & 0xFFFF, now);
      inFlight.add(new Arrival(now + random.nextLong(jitterMillis * MILLI), sequence++));
      for (int step = 0; step < 20; step++) {
        now += MILLI;
        long until = now;
        inFlight.stream()
            .filter(arrival -> arrival.at() <= until)
            .forEach(arrival -> speaker.put(packet(arrival.number()), until));
        inFlight.removeIf(arrival -> arrival.at() <= until);
      }
      mix();
    }
  }

  private void mix() {
    speaker.addTo(new float[960], now);
  }
}
