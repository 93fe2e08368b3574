package app.rostrum.wire.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the part of feedback packets after the common header (RFC 4585, section 6.1).
 */
final class Feedback {
  static final int TRANSPORT = 205;
  static final int PAYLOAD = 206;

  static final int GENERIC_NACK = 1;
  static final int PICTURE_LOSS = 1;
  static final int FULL_INTRA = 4;
  static final int APPLICATION = 15;

  private static final int REMB = 0x52454D42;
  private static final int MANTISSA_BITS = 18;
  private static final int MAX_EXPONENT = 63;
  private static final int MAX_SOURCES = 255;

  private Feedback() {}

  /** Reads a packet; empty if its kind is not known here. */
  static Optional<RtcpPacket> parse(int type, int format, ByteBuffer in) throws RtcpException {
    boolean known =
        type == TRANSPORT
            ? format == GENERIC_NACK
            : format == PICTURE_LOSS || format == FULL_INTRA || format == APPLICATION;
    if (!known) {
      return Optional.empty();
    }
    if (in.remaining() < 8) {
      throw new RtcpException("short feedback");
    }
    long ssrc = in.getInt() & 0xFFFFFFFFL;
    long media = in.getInt() & 0xFFFFFFFFL;
    if (type == TRANSPORT) {
      return Optional.of(new RtcpPacket.Nack(ssrc, media, lost(in)));
    }
    return switch (format) {
      case PICTURE_LOSS -> Optional.of(new RtcpPacket.PictureLoss(ssrc, media));
      case FULL_INTRA -> Optional.of(new RtcpPacket.FullIntraRequest(ssrc, intra(in)));
      default -> estimate(ssrc, in);
    };
  }

  private static List<Integer> lost(ByteBuffer in) throws RtcpException {
    if (in.remaining() % 4 != 0) {
      throw new RtcpException("broken entry");
    }
    List<Integer> lost = new ArrayList<>();
    while (in.hasRemaining()) {
      int first = in.getShort() & 0xFFFF;
      int more = in.getShort() & 0xFFFF;
      add(lost, first);
      for (int i = 1; more != 0; i++, more >>>= 1) {
        if ((more & 1) != 0) {
          add(lost, (first + i) & 0xFFFF);
        }
      }
    }
    return List.copyOf(lost);
  }

  private static void add(List<Integer> lost, int number) {
    if (lost.size() < RtcpPacket.Nack.MAX_LOST) {
      lost.add(number);
    }
  }

  private static List<RtcpPacket.FullIntraRequest.Entry> intra(ByteBuffer in) throws RtcpException {
    if (in.remaining() % 8 != 0) {
      throw new RtcpException("broken entry");
    }
    List<RtcpPacket.FullIntraRequest.Entry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      long media = in.getInt() & 0xFFFFFFFFL;
      entries.add(new RtcpPacket.FullIntraRequest.Entry(media, in.getInt() >>> 24));
    }
    return List.copyOf(entries);
  }

  private static Optional<RtcpPacket> estimate(long ssrc, ByteBuffer in) throws RtcpException {
    if (in.remaining() < 8 || in.getInt() != REMB) {
      return Optional.empty();
    }
    int word = in.getInt();
    int count = word >>> 24;
    int exponent = (word >>> MANTISSA_BITS) & 0x3F;
    long mantissa = word & ((1 << MANTISSA_BITS) - 1);
    if (in.remaining() < 4 * count) {
      throw new RtcpException("short estimate");
    }
    List<Long> sources = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sources.add(in.getInt() & 0xFFFFFFFFL);
    }
    boolean fits = exponent < Long.numberOfLeadingZeros(mantissa);
    long rate = fits ? mantissa << exponent : Long.MAX_VALUE;
    return Optional.of(new RtcpPacket.BitrateEstimate(ssrc, rate, List.copyOf(sources)));
  }

  static void write(ByteBuffer out, RtcpPacket.Nack nack) {
    out.putInt((int) nack.ssrc()).putInt((int) nack.media());
    List<Integer> lost = nack.lost();
    for (int i = 0; i < lost.size(); ) {
      int first = lost.get(i++);
      int more = 0;
      int farthest = 0;
      while (i < lost.size()) {
        int distance = (lost.get(i) - first) & 0xFFFF;
        if (distance <= farthest || distance > 16) {
          break;
        }
        more |= 1 << (distance - 1);
        farthest = distance;
        i++;
      }
      out.putShort((short) first).putShort((short) more);
    }
  }

  static void write(ByteBuffer out, RtcpPacket.FullIntraRequest request) {
    out.putInt((int) request.ssrc()).putInt(0);
    for (RtcpPacket.FullIntraRequest.Entry entry : request.entries()) {
      out.putInt((int) entry.media()).putInt(entry.sequence() << 24);
    }
  }

  static void write(ByteBuffer out, RtcpPacket.BitrateEstimate estimate) {
    if (estimate.sources().size() > MAX_SOURCES) {
      throw new IllegalArgumentException("more than 255 sources");
    }
    long rate = Math.max(0, estimate.bitsPerSecond());
    int exponent =
        rate == Long.MAX_VALUE
            ? MAX_EXPONENT
            : Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(rate) - MANTISSA_BITS);
    int mantissa = rate == Long.MAX_VALUE ? (1 << MANTISSA_BITS) - 1 : (int) (rate >>> exponent);
    out.putInt((int) estimate.ssrc()).putInt(0).putInt(REMB);
    out.putInt((estimate.sources().size() << 24) | (exponent << MANTISSA_BITS) | mantissa);
    estimate.sources().forEach(source -> out.putInt(source.intValue()));
  }
}
