package app.rostrum.wire.rtcp;

/**
 * A receiver's report about one source (RFC 3550, section 6.4.1).
 *
 * @param ssrc the source, unsigned 32 bits
 * @param fractionLost share of packets lost since the last report, in 1/256, 0 to 255
 * @param cumulativeLost packets lost in all, signed 24 bits
 * @param highestSequence highest sequence number, extended by the count of cycles, unsigned 32 bits
 * @param jitter in timestamp units, unsigned 32 bits
 * @param lastSenderReport the middle 32 bits of the NTP time of the last SR; 0 if there was none
 * @param delaySinceLastSenderReport in 1/65536 s
 */
public record ReportBlock(
    long ssrc,
    int fractionLost,
    int cumulativeLost,
    long highestSequence,
    long jitter,
    long lastSenderReport,
    long delaySinceLastSenderReport) {}
