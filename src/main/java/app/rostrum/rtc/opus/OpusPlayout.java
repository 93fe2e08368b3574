package app.rostrum.rtc.opus;

import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.Arrays;

/**
 * A player of one Opus stream: a {@link JitterBuffer} and a decoder, which give 20 ms of sound per
 * tick. One thread may put packets while another reads.
 */
public final class OpusPlayout {
  private static final int FRAME = OpusCodec.FRAME_SAMPLES;

  private final JitterBuffer buffer;
  private final OpusCodec.Decoder decoder = new OpusCodec.Decoder();
  private final short[] decoded = new short[6 * FRAME];
  private int decodedFrom;
  private int decodedTo;

  /**
   * @param least the time that packets wait at least
   * @param most the time that packets wait at most
   */
  public OpusPlayout(Duration least, Duration most) {
    buffer = new JitterBuffer(JitterBuffer.Policy.playing(least, most));
  }

  public synchronized void put(RtpPacket packet, long nowNanos) {
    buffer.put(packet, nowNanos);
  }

  /**
   * Reads {@value OpusCodec#FRAME_SAMPLES} samples; to be called each 20 ms.
   *
   * @return false if there was nothing to play and the samples are zero
   */
  public synchronized boolean read(short[] out, int offset, long nowNanos) {
    if (buffer.holdsTooMuch()) {
      buffer.skip(1);
    }
    int samples = 0;
    int more;
    do {
      decodeNext(nowNanos);
      more = Math.min(FRAME - samples, decodedTo - decodedFrom);
      System.arraycopy(decoded, decodedFrom, out, offset + samples, more);
      decodedFrom += more;
      samples += more;
    } while (more > 0 && samples < FRAME);
    Arrays.fill(out, offset + samples, offset + FRAME, (short) 0);
    return samples > 0;
  }

  private void decodeNext(long nowNanos) {
    switch (buffer.pull(nowNanos)) {
      case JitterBuffer.Frame.Packet(RtpPacket packet) ->
          fill(decoder.decode(packet.payload(), decoded));
      case JitterBuffer.Frame.Lost(var next) ->
          fill(decoder.conceal(next.map(RtpPacket::payload).orElse(null), decoded));
      case JitterBuffer.Frame.Continues() -> {
        // The rest of what was decoded before.
      }
      case JitterBuffer.Frame.Silence() -> fill(0);
    }
  }

  private void fill(int samples) {
    decodedFrom = 0;
    decodedTo = samples;
  }

  public synchronized Duration delay() {
    return buffer.delay();
  }

  public synchronized long lost() {
    return buffer.lost();
  }
}
