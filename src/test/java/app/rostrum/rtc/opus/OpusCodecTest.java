package app.rostrum.rtc.opus;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.Tone;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpusCodecTest {
  private final OpusCodec.Encoder encoder = new OpusCodec.Encoder(32_000);
  private final OpusCodec.Decoder decoder = new OpusCodec.Decoder();
  private final short[] decoded = new short[5760];

  @Test
  void aToneComesOutAtItsPitch() {
    short[] heard = new short[48_000];
    short[] tone = Tone.of(440, 48_000, 8000);
    byte[] packet = new byte[1275];
    for (int at = 0; at < tone.length; at += OpusCodec.FRAME_SAMPLES) {
      int length = encoder.encode(tone, at, packet);
      assertThat(decoder.decode(Arrays.copyOf(packet, length), decoded))
          .isEqualTo(OpusCodec.FRAME_SAMPLES);
      System.arraycopy(decoded, 0, heard, at, OpusCodec.FRAME_SAMPLES);
    }
    assertThat(Tone.pitch(heard, 9_600, 38_400)).isBetween(435.0, 445.0);
    assertThat(Tone.rms(heard, 9_600, 38_400)).isBetween(4000.0, 7500.0);
  }

  @Test
  void aLostPacketIsConcealedWithSound() {
    short[] tone = Tone.of(300, 48_000, 8000);
    byte[] packet = new byte[1275];
    byte[] last = {};
    for (int i = 0; i < 20; i++) {
      int length = encoder.encode(tone, i * 960, packet);
      last = Arrays.copyOf(packet, length);
      decoder.decode(last, decoded);
    }
    assertThat(decoder.conceal(null, decoded)).isEqualTo(960);
    assertThat(Tone.rms(decoded, 0, 960)).isGreaterThan(1000);
    assertThat(decoder.conceal(last, decoded)).isEqualTo(960);
  }

  @Test
  void malformedPacketsGiveNothingAndDoNoHarm() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      assertThat(decoder.decode(garbage, decoded)).isBetween(0, 5760);
    }
    assertThat(decoder.decode(new byte[0], decoded)).isZero();
    assertThat(decoder.decode(new byte[] {(byte) 0xFF}, decoded)).isZero();
    byte[] packet = new byte[1275];
    int length = encoder.encode(new short[960], 0, packet);
    assertThat(decoder.decode(Arrays.copyOf(packet, length), decoded)).isEqualTo(960);
  }

  @Test
  void aFrameThatTheLibraryFailsOnBecomesAnEmptyOne() {
    var failing =
        new OpusCodec.Encoder(
            (pcm, offset, out) -> {
              throw new AssertionError("inside the library");
            });
    byte[] packet = new byte[1275];
    int length = failing.encode(new short[960], 0, packet);
    assertThat(length).isEqualTo(1);
    assertThat(decoder.decode(Arrays.copyOf(packet, length), decoded)).isEqualTo(960);
  }
}
