package app.rostrum.wire.rtcp;

import java.util.List;

/** One packet of a compound RTCP packet (RFC 3550, section 6). All SSRCs are unsigned 32 bits. */
public sealed interface RtcpPacket {
  /**
   * @param ntpTime 32.32 fixed point seconds since 1900
   * @param rtpTimestamp the same moment in the stream's units
   */
  record SenderReport(
      long ssrc,
      long ntpTime,
      long rtpTimestamp,
      long packetCount,
      long octetCount,
      List<ReportBlock> blocks)
      implements RtcpPacket {}

  record ReceiverReport(long ssrc, List<ReportBlock> blocks) implements RtcpPacket {}

  /** The canonical names of sources; other items are skipped. */
  record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    /**
     * @param cname empty if the chunk has none; at most 255 bytes of UTF-8
     */
    public record Chunk(long ssrc, String cname) {}
  }

  /**
   * @param reason empty if none is given; at most 255 bytes of UTF-8
   */
  record Bye(List<Long> ssrcs, String reason) implements RtcpPacket {}

  /**
   * Packets to be sent again (RFC 4585, section 6.2.1).
   *
   * @param ssrc of who asks
   * @param media the source that is missed
   * @param lost sequence numbers in ascending order, modulo 2^16; at most {@value #MAX_LOST} are
   *     read
   */
  record Nack(long ssrc, long media, List<Integer> lost) implements RtcpPacket {
    /** What is more is not worth mending packet by packet. */
    public static final int MAX_LOST = 512;
  }

  /** A decoder lost its thread and needs a picture that stands alone (RFC 4585, section 6.3.1). */
  record PictureLoss(long ssrc, long media) implements RtcpPacket {}

  /** The same, in the words of RFC 5104, section 4.3.1. */
  record FullIntraRequest(long ssrc, List<Entry> entries) implements RtcpPacket {
    /**
     * @param sequence 0 to 255; a request that is repeated keeps it
     */
    public record Entry(long media, int sequence) {}
  }

  /**
   * What a receiver thinks its way in can take (draft-alvestrand-rmcat-remb-03).
   *
   * @param bitsPerSecond of all sources together; {@link Long#MAX_VALUE} if it does not fit
   * @param sources at most 255
   */
  record BitrateEstimate(long ssrc, long bitsPerSecond, List<Long> sources) implements RtcpPacket {}
}
