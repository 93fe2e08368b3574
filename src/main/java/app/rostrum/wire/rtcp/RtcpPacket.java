package app.rostrum.wire.rtcp;

import java.util.List;

/** One packet of a compound RTCP packet (RFC 3550, section 6). All SSRCs are unsigned 32 bits. */
public sealed interface RtcpPacket {
  /**
   * A sender's clock and counts (section 6.4.1), and what it receives itself.
   *
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

  /** Reports about the sources that a receiver hears (section 6.4.2). */
  record ReceiverReport(long ssrc, List<ReportBlock> blocks) implements RtcpPacket {}

  /** The canonical names of sources; other items are skipped. */
  record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    /**
     * The items of one source.
     *
     * @param cname empty if the chunk has none; at most 255 bytes of UTF-8
     */
    public record Chunk(long ssrc, String cname) {}
  }

  /**
   * Announces that sources have ended (section 6.6).
   *
   * @param reason empty if none is given; at most 255 bytes of UTF-8
   */
  record Bye(List<Long> ssrcs, String reason) implements RtcpPacket {}

  /**
   * Requests that packets are sent again (RFC 4585, section 6.2.1).
   *
   * @param ssrc the receiver that asks
   * @param media the source whose packets are missing
   * @param lost sequence numbers in ascending order, modulo 2^16; at most {@value #MAX_LOST} are
   *     read
   */
  record Nack(long ssrc, long media, List<Integer> lost) implements RtcpPacket {
    /** A longer loss is not worth repairing packet by packet. */
    public static final int MAX_LOST = 512;
  }

  /** Requests a picture that stands alone, after a loss (PLI, RFC 4585, section 6.3.1). */
  record PictureLoss(long ssrc, long media) implements RtcpPacket {}

  /** Requests a picture that stands alone (FIR, RFC 5104, section 4.3.1). */
  record FullIntraRequest(long ssrc, List<Entry> entries) implements RtcpPacket {
    /**
     * A request to one source.
     *
     * @param sequence 0 to 255; a repeated request keeps it
     */
    public record Entry(long media, int sequence) {}
  }

  /**
   * A receiver's estimate of the bit rate it can take (draft-alvestrand-rmcat-remb-03).
   *
   * @param bitsPerSecond for all sources together; {@link Long#MAX_VALUE} if it does not fit
   * @param sources at most 255
   */
  record BitrateEstimate(long ssrc, long bitsPerSecond, List<Long> sources) implements RtcpPacket {}
}
