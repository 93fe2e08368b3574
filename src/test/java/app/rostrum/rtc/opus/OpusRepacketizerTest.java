package app.rostrum.rtc.opus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets by the text of RFC 6716, section 3.2. */
class OpusRepacketizerTest {
  /** CELT, full band, 20 ms, mono, one frame. */
  private static final int ONE_FRAME = 0xF8;

  private static final int OTHER_MODE = 0x78; // hybrid, full band, 20 ms

  private final OpusRepacketizer repacketizer = new OpusRepacketizer();

  private static byte[] packet(int toc, int length, int value) {
    byte[] packet = new byte[1 + length];
    Arrays.fill(packet, (byte) value);
    packet[0] = (byte) toc;
    return packet;
  }

  @Test
  void twoFramesOfOneLengthAreAPacketOfCode1() {
    assertThat(repacketizer.add(packet(ONE_FRAME, 2, 1))).isTrue();
    assertThat(repacketizer.add(packet(ONE_FRAME, 2, 2))).isTrue();
    assertThat(repacketizer.bytes()).isEqualTo(6);
    assertThat(repacketizer.take()).containsExactly(ONE_FRAME | 1, 1, 1, 2, 2);
    assertThat(repacketizer.bytes()).isZero();
  }

  @Test
  void twoFramesOfDifferentLengthsAreAPacketOfCode2() {
    repacketizer.add(packet(ONE_FRAME, 1, 1));
    repacketizer.add(packet(ONE_FRAME, 2, 2));
    assertThat(repacketizer.take()).containsExactly(ONE_FRAME | 2, 1, 1, 2, 2);
  }

  @Test
  void threeFramesAreAPacketOfCode3() {
    repacketizer.add(packet(ONE_FRAME, 1, 1));
    repacketizer.add(packet(ONE_FRAME, 2, 2));
    repacketizer.add(packet(ONE_FRAME, 1, 3));
    assertThat(repacketizer.take())
        .as("variable bit rate, no padding, three frames, two lengths")
        .containsExactly(ONE_FRAME | 3, 0x83, 1, 2, 1, 2, 2, 3);
  }

  /** Lengths up to 251 take one byte, up to 1275 two. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 251, 252, 255, 256, 1275})
  void framesMayHaveAnyLength(int length) {
    var packets =
        List.of(
            packet(ONE_FRAME, length, 1), packet(ONE_FRAME, 7, 2), packet(ONE_FRAME, length, 3));
    for (byte[] packet : packets) {
      assertThat(repacketizer.add(packet)).isTrue();
    }
    var expected = new ByteArrayOutputStream();
    expected.write(ONE_FRAME | 3);
    expected.write(0x83);
    if (length > 251) {
      expected.write(252 + (length & 3));
      expected.write((length - 252) >> 2);
    } else {
      expected.write(length);
    }
    expected.write(7);
    packets.forEach(packet -> expected.write(packet, 1, packet.length - 1));
    assertThat(repacketizer.take()).isEqualTo(expected.toByteArray());
  }

  @Test
  void framesOfAnotherKindAreRefused() {
    repacketizer.add(packet(ONE_FRAME, 2, 1));
    assertThat(repacketizer.add(packet(OTHER_MODE, 2, 2))).isFalse();
    assertThat(repacketizer.add(packet(ONE_FRAME | 4, 2, 2))).as("stereo").isFalse();
    assertThat(repacketizer.take()).containsExactly(ONE_FRAME, 1, 1);
    assertThat(repacketizer.add(packet(OTHER_MODE, 2, 2))).as("a new packet").isTrue();
  }

  @Test
  void aPacketHasAtMost120Milliseconds() {
    for (int i = 0; i < 6; i++) {
      assertThat(repacketizer.add(packet(ONE_FRAME, 2, i))).isTrue();
    }
    assertThat(repacketizer.add(packet(ONE_FRAME, 2, 7))).isFalse();
    assertThat(OpusPacket.samples(repacketizer.take())).isEqualTo(5760);
  }

  @Test
  void malformedPacketsAreRefused() {
    byte[] oneByteTooMany = packet(ONE_FRAME | 1, 3, 1); // two frames of one length
    byte[] lengthBeyondItsEnd = {(byte) (ONE_FRAME | 2), 100, 1};
    byte[] noFrames = {(byte) (ONE_FRAME | 3), 0};
    byte[] noCount = {(byte) (ONE_FRAME | 3)};
    for (byte[] packet :
        List.of(new byte[0], oneByteTooMany, lengthBeyondItsEnd, noFrames, noCount)) {
      assertThat(repacketizer.add(packet)).as(Arrays.toString(packet)).isFalse();
    }
    assertThat(repacketizer.bytes()).isZero();
  }

  @Test
  void aToneGoesOnThroughPacketsOfThreeFrames() {
    var encoder = new OpusCodec.Encoder(48_000);
    var plain = new OpusCodec.Decoder();
    var packed = new OpusCodec.Decoder();
    short[] pcm = new short[960];
    short[] expected = new short[3 * 960];
    short[] decoded = new short[5760];
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 960; k++) {
          long sample = (i * 3L + j) * 960 + k;
          pcm[k] = (short) (9000 * Math.sin(2 * Math.PI * 440 * sample / 48_000));
        }
        byte[] out = new byte[1500];
        byte[] frame = Arrays.copyOf(out, encoder.encode(pcm, 0, out));
        System.arraycopy(out, 0, frame, 0, frame.length);
        short[] one = new short[5760];
        plain.decode(frame, one);
        System.arraycopy(one, 0, expected, j * 960, 960);
        assertThat(repacketizer.add(frame)).isTrue();
      }
      assertThat(packed.decode(repacketizer.take(), decoded)).isEqualTo(3 * 960);
      assertThat(Arrays.copyOf(decoded, 3 * 960)).isEqualTo(expected);
    }
  }
}
