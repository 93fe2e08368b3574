package app.rostrum.wire.rtcp;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads and writes compound RTCP packets, and single ones as reduced-size RTCP (RFC 5506). */
public final class RtcpCompound {
  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final int BYE = 203;
  private static final int CNAME = 1;

  /** The largest value of the count field, which has five bits. */
  private static final int MAX_COUNT = 31;

  private static final int MAX_LENGTH = 1500;

  private RtcpCompound() {}

  /**
   * Reads the packets that are known here; others (transport-wide feedback, extended reports) are
   * skipped.
   *
   * @throws RtcpException if the framing or one of the known packets is malformed
   */
  public static List<RtcpPacket> parse(byte[] data, int offset, int length) throws RtcpException {
    ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
    List<RtcpPacket> packets = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < 4) {
        throw new RtcpException("trailing bytes");
      }
      int first = in.get() & 0xFF;
      int type = in.get() & 0xFF;
      int size = (in.getShort() & 0xFFFF) * 4;
      if (first >>> 6 != 2 || size > in.remaining()) {
        throw new RtcpException("bad framing");
      }
      ByteBuffer body = in.slice(in.position(), size);
      in.position(in.position() + size);
      if ((first & 0x20) != 0) {
        int padding = size > 0 ? body.get(size - 1) & 0xFF : 0;
        if (padding == 0 || padding > size) {
          throw new RtcpException("bad padding");
        }
        body.limit(size - padding);
      }
      int count = first & MAX_COUNT;
      switch (type) {
        case SENDER_REPORT -> packets.add(senderReport(body, count));
        case RECEIVER_REPORT ->
            packets.add(new RtcpPacket.ReceiverReport(unsigned(body), blocks(body, count)));
        case SOURCE_DESCRIPTION -> packets.add(sourceDescription(body, count));
        case BYE -> packets.add(bye(body, count));
        case Feedback.TRANSPORT, Feedback.PAYLOAD ->
            Feedback.parse(type, count, body).ifPresent(packets::add);
        default -> {
          // Unknown types are skipped by their length.
        }
      }
    }
    return packets;
  }

  private static long unsigned(ByteBuffer in) throws RtcpException {
    if (in.remaining() < 4) {
      throw new RtcpException("short packet");
    }
    return in.getInt() & 0xFFFFFFFFL;
  }

  private static RtcpPacket senderReport(ByteBuffer in, int count) throws RtcpException {
    long ssrc = unsigned(in);
    long ntp = (unsigned(in) << 32) | unsigned(in);
    return new RtcpPacket.SenderReport(
        ssrc, ntp, unsigned(in), unsigned(in), unsigned(in), blocks(in, count));
  }

  private static List<ReportBlock> blocks(ByteBuffer in, int count) throws RtcpException {
    List<ReportBlock> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long ssrc = unsigned(in);
      int loss = (int) unsigned(in);
      blocks.add(
          new ReportBlock(
              ssrc,
              loss >>> 24,
              (loss << 8) >> 8,
              unsigned(in),
              unsigned(in),
              unsigned(in),
              unsigned(in)));
    }
    return List.copyOf(blocks);
  }

  private static RtcpPacket sourceDescription(ByteBuffer in, int count) throws RtcpException {
    List<RtcpPacket.SourceDescription.Chunk> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = in.position();
      long ssrc = unsigned(in);
      String cname = "";
      while (true) {
        if (!in.hasRemaining()) {
          throw new RtcpException("chunk has no end");
        }
        int item = in.get() & 0xFF;
        if (item == 0) {
          break;
        }
        String text = text(in);
        if (item == CNAME) {
          cname = text;
        }
      }
      int next = start + ((in.position() - start + 3) & ~3);
      if (next > in.limit()) {
        throw new RtcpException("chunk runs over the end");
      }
      in.position(next);
      chunks.add(new RtcpPacket.SourceDescription.Chunk(ssrc, cname));
    }
    return new RtcpPacket.SourceDescription(List.copyOf(chunks));
  }

  private static RtcpPacket bye(ByteBuffer in, int count) throws RtcpException {
    List<Long> ssrcs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ssrcs.add(unsigned(in));
    }
    return new RtcpPacket.Bye(List.copyOf(ssrcs), in.hasRemaining() ? text(in) : "");
  }

  private static String text(ByteBuffer in) throws RtcpException {
    int size = in.hasRemaining() ? in.get() & 0xFF : 0;
    if (size > in.remaining()) {
      throw new RtcpException("text runs over the end");
    }
    byte[] bytes = new byte[size];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Writes packets as one datagram.
   *
   * @throws IllegalArgumentException if a packet has more than 31 entries or all together are too
   *     long
   */
  public static byte[] write(List<RtcpPacket> packets) {
    ByteBuffer out = ByteBuffer.allocate(MAX_LENGTH);
    try {
      for (RtcpPacket packet : packets) {
        write(out, packet);
      }
    } catch (BufferOverflowException e) {
      throw new IllegalArgumentException("compound packet too long", e);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void write(ByteBuffer out, RtcpPacket packet) {
    int start = out.position();
    out.putInt(0);
    int type;
    int count;
    switch (packet) {
      case RtcpPacket.SenderReport report -> {
        type = SENDER_REPORT;
        count = report.blocks().size();
        out.putInt((int) report.ssrc()).putLong(report.ntpTime());
        out.putInt((int) report.rtpTimestamp());
        out.putInt((int) report.packetCount()).putInt((int) report.octetCount());
        report.blocks().forEach(block -> write(out, block));
      }
      case RtcpPacket.ReceiverReport report -> {
        type = RECEIVER_REPORT;
        count = report.blocks().size();
        out.putInt((int) report.ssrc());
        report.blocks().forEach(block -> write(out, block));
      }
      case RtcpPacket.SourceDescription description -> {
        type = SOURCE_DESCRIPTION;
        count = description.chunks().size();
        for (RtcpPacket.SourceDescription.Chunk chunk : description.chunks()) {
          out.putInt((int) chunk.ssrc()).put((byte) CNAME);
          write(out, chunk.cname());
          // At least one zero ends the list of items; more fill up the word.
          do {
            out.put((byte) 0);
          } while (out.position() % 4 != 0);
        }
      }
      case RtcpPacket.Bye bye -> {
        type = BYE;
        count = bye.ssrcs().size();
        bye.ssrcs().forEach(ssrc -> out.putInt(ssrc.intValue()));
        if (!bye.reason().isEmpty()) {
          write(out, bye.reason());
          while (out.position() % 4 != 0) {
            out.put((byte) 0);
          }
        }
      }
      case RtcpPacket.Nack nack -> {
        type = Feedback.TRANSPORT;
        count = Feedback.GENERIC_NACK;
        Feedback.write(out, nack);
      }
      case RtcpPacket.PictureLoss loss -> {
        type = Feedback.PAYLOAD;
        count = Feedback.PICTURE_LOSS;
        out.putInt((int) loss.ssrc()).putInt((int) loss.media());
      }
      case RtcpPacket.FullIntraRequest request -> {
        type = Feedback.PAYLOAD;
        count = Feedback.FULL_INTRA;
        Feedback.write(out, request);
      }
      case RtcpPacket.BitrateEstimate estimate -> {
        type = Feedback.PAYLOAD;
        count = Feedback.APPLICATION;
        Feedback.write(out, estimate);
      }
    }
    if (count > MAX_COUNT) {
      throw new IllegalArgumentException("more than 31 entries");
    }
    out.put(start, (byte) (0x80 | count)).put(start + 1, (byte) type);
    out.putShort(start + 2, (short) ((out.position() - start) / 4 - 1));
  }

  private static void write(ByteBuffer out, ReportBlock block) {
    out.putInt((int) block.ssrc());
    out.putInt((block.fractionLost() << 24) | (block.cumulativeLost() & 0xFFFFFF));
    out.putInt((int) block.highestSequence()).putInt((int) block.jitter());
    out.putInt((int) block.lastSenderReport()).putInt((int) block.delaySinceLastSenderReport());
  }

  private static void write(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw new IllegalArgumentException("text longer than 255 bytes");
    }
    out.put((byte) bytes.length).put(bytes);
  }
}
