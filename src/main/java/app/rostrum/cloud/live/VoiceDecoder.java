package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.OpusCodec;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one speaker's packets into samples. The mixer's interface to Opus. Not safe for several
 * threads.
 */
interface VoiceDecoder {
  /** The number of samples of the longest packet: 120 ms at 48 kHz. */
  int MAX_SAMPLES = 5760;

  /**
   * @return samples written; 0 if the packet is malformed
   */
  int decode(byte[] packet, short[] out);

  /**
   * Conceals one lost packet.
   *
   * @param next the packet after it, which may carry a copy; null if it has not come
   * @return samples written
   */
  int conceal(byte @Nullable [] next, short[] out);

  static VoiceDecoder opus() {
    var decoder = new OpusCodec.Decoder();
    return new VoiceDecoder() {
      @Override
      public int decode(byte[] packet, short[] out) {
        return decoder.decode(packet, out);
      }

      @Override
      public int conceal(byte @Nullable [] next, short[] out) {
        return decoder.conceal(next, out);
      }
    };
  }
}
