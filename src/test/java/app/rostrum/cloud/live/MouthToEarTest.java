package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.opus.JitterBuffer;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way from a speaker through a mix to a listener's player, on a network without delay. */
class MouthToEarTest {
  private static final long TICK = PacedMix.PERIOD_NANOS;
  private static final long MILLI = 1_000_000;

  /** The look-ahead of the speaker's and the mix's Opus encoder, 6.5 ms each (RFC 6716, 2). */
  private static final long CODECS = 13;

  /** The time that a packet waits at least in {@code PlainEngine}'s player. */
  private static final Duration LEAST = Duration.ofMillis(10);

  @Test
  void itTakesTheSameShortTimeWheneverTheStreamAndItsListenersBegin() {
    List<Long> millis = new ArrayList<>();
    for (long phase = 0; phase < TICK; phase += MILLI) {
      millis.add(mouthToEar(phase) / MILLI + CODECS);
    }
    Collections.sort(millis);
    assertThat(millis.get(millis.size() / 2)).isLessThanOrEqualTo(65);
    assertThat(millis.getLast() - millis.getFirst()).isLessThanOrEqualTo(10);
  }

  /**
   * Lets a listener come to somebody who speaks.
   *
   * @param phase the time between the speaker's beat, which is also the player's, and the coming
   */
  private static long mouthToEar(long phase) {
    var turns = new ManualTurns();
    var player = new JitterBuffer(JitterBuffer.Policy.playing(LEAST, Duration.ofMillis(400)));
    var listening = new boolean[1];
    var mixer = new Mixer(RawDecoder::new);
    var mix =
        new PacedMix(
            "test",
            mixer,
            (pcm, out) -> {
              out[0] = (byte) 0xF8; // One frame of 20 ms; then a sample by which to know it.
              out[1] = (byte) (pcm[0] >> 8);
              out[2] = (byte) pcm[0];
              return 3;
            },
            new PacedMix.Output() {
              @Override
              public boolean hasListeners() {
                return listening[0];
              }

              @Override
              public int framesPerPacket() {
                return 1;
              }

              @Override
              public void send(MixedFrame frame) {
                player.put(packet(frame.number(), frame.timestamp(), frame.opus()), turns.now);
              }
            },
            new LiveCounters(),
            turns,
            () -> turns.now);
    mixer.track("ada", "MT1", true);
    long begun = turns.now;
    long delay = 0;
    for (int i = 0; i < 200; i++) {
      if (i == 50) {
        turns.pass(phase);
        listening[0] = true;
        mix.listenerCame();
        turns.pass(TICK - phase);
      }
      if (player.pull(turns.now) instanceof JitterBuffer.Frame.Packet(RtpPacket heard)) {
        int frame = heard.payload()[1] << 8 | heard.payload()[2] & 0xFF;
        long collectedFrom = begun + frame * TICK - TICK;
        delay = turns.now - collectedFrom;
      }
      short[] sound = new short[OpusCodec.FRAME_SAMPLES];
      int beat = (int) ((turns.now - begun) / TICK);
      Arrays.fill(sound, (short) beat);
      mix.packet("MT1", packet(beat, beat * 960L, RawDecoder.packet(sound)), turns.now);
      turns.pass(TICK);
    }
    return delay;
  }

  private static RtpPacket packet(long number, long timestamp, byte[] payload) {
    return new RtpPacket(
        111, false, (int) number & 0xFFFF, timestamp, 7, new int[0], -1, false, payload);
  }
}
