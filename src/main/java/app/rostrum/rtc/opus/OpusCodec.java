package app.rostrum.rtc.opus;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Opus codec (RFC 6716), mono at 48 kHz. Neither half is safe for use by two threads at a time.
 */
public final class OpusCodec {
  /** Samples in 20 ms at 48 kHz. */
  public static final int FRAME_SAMPLES = 960;

  private static final Logger LOG = LoggerFactory.getLogger(OpusCodec.class);
  private static final int SAMPLE_RATE = 48_000;
  private static final int LONGEST_SAMPLES = 5760;
  private static final int COMPLEXITY = 5;

  /** The loss that the redundancy is made for: a listener on a home network. */
  private static final int EXPECTED_LOSS_PERCENT = 5;

  private OpusCodec() {}

  /** An encoder of one voice or mix. */
  public static final class Encoder {
    /** Encodes one frame; replaced by tests. */
    interface Library {
      int encode(short[] pcm, int offset, byte[] out) throws OpusException;
    }

    /** The first byte of a packet of 20 ms (hybrid, full band, mono, one frame). */
    private static final byte EMPTY_FRAME = 0x78;

    private final Library library;

    /**
     * @param bitrate in bit/s, 6,000 to 510,000
     */
    public Encoder(int bitrate) {
      this(library(bitrate));
    }

    Encoder(Library library) {
      this.library = library;
    }

    private static Library library(int bitrate) {
      if (bitrate < 6_000 || bitrate > 510_000) {
        throw new IllegalArgumentException("bitrate " + bitrate);
      }
      try {
        OpusEncoder encoder =
            new OpusEncoder(SAMPLE_RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.setBitrate(bitrate);
        encoder.setUseVBR(true);
        encoder.setUseConstrainedVBR(true);
        encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
        encoder.setComplexity(COMPLEXITY);
        encoder.setUseInbandFEC(true);
        encoder.setPacketLossPercent(EXPECTED_LOSS_PERCENT);
        return (pcm, offset, out) -> encoder.encode(pcm, offset, FRAME_SAMPLES, out, 0, out.length);
      } catch (OpusException e) {
        throw new IllegalStateException("the encoder refuses its settings", e);
      }
    }

    /**
     * Encodes {@value OpusCodec#FRAME_SAMPLES} samples. If the library fails, the packet holds an
     * empty frame, which the decoder conceals as if it were lost.
     *
     * @return bytes written into out
     */
    public int encode(short[] pcm, int offset, byte[] out) {
      Objects.checkFromIndexSize(offset, FRAME_SAMPLES, pcm.length);
      try {
        return library.encode(pcm, offset, out);
      } catch (OpusException | RuntimeException | AssertionError e) {
        LOG.debug("Opus frame not encoded", e);
        out[0] = EMPTY_FRAME;
        return 1;
      }
    }
  }

  /** A decoder of one stream. */
  public static final class Decoder {
    private final OpusDecoder decoder;

    public Decoder() {
      try {
        decoder = new OpusDecoder(SAMPLE_RATE, 1);
      } catch (OpusException e) {
        throw new IllegalStateException("the decoder refuses its settings", e);
      }
    }

    /**
     * Decodes a packet of up to 120 ms.
     *
     * @return samples written into out (up to 5760); 0 if the packet is malformed
     */
    public int decode(byte[] packet, short[] out) {
      return packet.length == 0
          ? 0
          : run(packet, packet.length, out, Math.min(out.length, LONGEST_SAMPLES), false);
    }

    /** Conceals one lost packet of 20 ms, from the next packet's redundancy if that is given. */
    public int conceal(byte @Nullable [] next, short[] out) {
      if (next != null && next.length > 0) {
        int samples = run(next, next.length, out, FRAME_SAMPLES, true);
        if (samples > 0) {
          return samples;
        }
      }
      return run(null, 0, out, FRAME_SAMPLES, false);
    }

    @SuppressWarnings("NullAway") // To the library, null is a lost packet.
    private int run(
        byte @Nullable [] packet, int length, short[] out, int samples, boolean redundancy) {
      try {
        return decoder.decode(packet, 0, length, out, 0, samples, redundancy);
      } catch (OpusException | RuntimeException | AssertionError e) {
        // The library throws exceptions of the language for some malformed packets.
        LOG.trace("Opus packet not decoded", e);
        return 0;
      }
    }
  }
}
