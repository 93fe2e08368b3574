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
}
