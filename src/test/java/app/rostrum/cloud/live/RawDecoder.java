package app.rostrum.cloud.live;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packets that carry samples as they are, so that the mixer is tested without a codec. */
final class RawDecoder implements VoiceDecoder {
  int concealed;
  int decoded;

  static byte[] packet(short[] samples) {
    var bytes = ByteBuffer.allocate(samples.length * 2);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  @Override
  public int decode(byte[] packet, short[] out) {
    decoded++;
    ByteBuffer.wrap(packet).asShortBuffer().get(out, 0, packet.length / 2);
    return packet.length / 2;
  }

  @Override
  public int conceal(byte @Nullable [] next, short[] out) {
    concealed++;
    Arrays.fill(out, 0, 960, (short) 0);
    return 960;
  }
}
