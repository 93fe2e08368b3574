package app.rostrum.wire.rtp;

/**
 * An RTP packet, parsed. Immutable; arrays are not copied, so treat them as read-only.
 *
 * @param sequenceNumber 0 to 65535
 * @param timestamp in units of the clock rate (48 kHz for Opus), unsigned 32 bits
 * @param ssrc unsigned 32 bits
 * @param csrcs contributing sources, each unsigned 32 bits in an int
 * @param audioLevel RFC 6464 level in -dBov, 0 (loudest) to 127 (silence); -1 if absent
 * @param voice the RFC 6464 voice activity flag; false if absent
 */
public record RtpPacket(
    int payloadType,
    boolean marker,
    int sequenceNumber,
    long timestamp,
    long ssrc,
    int[] csrcs,
    int audioLevel,
    boolean voice,
    byte[] payload) {}
