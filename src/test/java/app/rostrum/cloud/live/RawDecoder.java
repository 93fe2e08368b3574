package app.rostrum.cloud.live;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of packets that carry samples as they are, behind the first byte of an Opus packet of
 * 20 ms: the mixer is tested without a codec.
 */
final class RawDecoder implements VoiceDecoder {
  int concealed;
  int decoded;

  /** The first sample of the packet that was decoded last. */
  int firstSample;

  static byte[] packet(short[] samples) {
    var bytes = ByteBuffer.allocate(1 + samples.length * 2).put((byte) 0xF8);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  @Override
  public int decode(byte[] packet, short[] out) {
    decoded++;
    int samples = (packet.length - 1) / 2;
    ByteBuffer.wrap(packet, 1, packet.length - 1).asShortBuffer().get(out, 0, samples);
    firstSample = out[0];
    return samples;
  }

  @Override
  public int conceal(byte @Nullable [] next, short[] out) {
    concealed++;
    Arrays.fill(out, 0, 960, (short) 0);
    return 960;
  }
}
