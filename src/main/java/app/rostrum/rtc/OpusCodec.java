package app.rostrum.rtc;

/** Opus (RFC 6716), mono at 48 kHz. Neither half is safe for use by two threads at a time. */
public final class OpusCodec {
  /** Samples in 20 ms at 48 kHz. */
  public static final int FRAME_SAMPLES = 960;

  private OpusCodec() {}

  /** Encodes one voice or mix. */
  public static final class Encoder {
    /**
     * @param bitrate in bit/s, 6,000 to 510,000
     */
    public Encoder(int bitrate) {
      throw new UnsupportedOperationException();
    }

    /**
     * Encodes {@value OpusCodec#FRAME_SAMPLES} samples.
     *
     * @return bytes written into out
     */
    public int encode(short[] pcm, int offset, byte[] out) {
      throw new UnsupportedOperationException();
    }
  }

  /** Decodes one stream. */
  public static final class Decoder {
    public Decoder() {
      throw new UnsupportedOperationException();
    }

    /**
     * Decodes a packet of up to 120 ms.
     *
     * @return samples written into out (up to 5760); 0 if the packet is malformed
     */
    public int decode(byte[] packet, short[] out) {
      throw new UnsupportedOperationException();
    }

    /** Conceals one lost packet of 20 ms, from the next packet's redundancy if that is given. */
    public int conceal(byte @org.jspecify.annotations.Nullable [] next, short[] out) {
      throw new UnsupportedOperationException();
    }
  }
}
