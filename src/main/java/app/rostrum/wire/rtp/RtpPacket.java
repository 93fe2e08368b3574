package app.rostrum.wire.rtp;

import java.nio.ByteBuffer;

/**
 * A parsed RTP packet. Arrays are not copied, so treat them as read-only.
 *
 * @param sequenceNumber 0 to 65535
 * @param timestamp in units of the clock rate (48 kHz for Opus), unsigned 32 bits
 * @param ssrc unsigned 32 bits
 * @param csrcs contributing sources, each unsigned 32 bits in an int
 * @param audioLevel RFC 6464 level in -dBov, 0 (loudest) to 127 (silence); -1 if absent
 * @param voice the RFC 6464 voice activity flag; false if absent
 * @param csrcLevels RFC 6465 levels in -dBov in the order of csrcs; empty if absent
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
    byte[] payload,
    byte[] csrcLevels) {
  private static final int[] NO_CSRCS = {};
  private static final byte[] NO_BYTES = {};

  /** Creates a packet without the levels of its contributing sources. */
  public RtpPacket(
      int payloadType,
      boolean marker,
      int sequenceNumber,
      long timestamp,
      long ssrc,
      int[] csrcs,
      int audioLevel,
      boolean voice,
      byte[] payload) {
    this(
        payloadType,
        marker,
        sequenceNumber,
        timestamp,
        ssrc,
        csrcs,
        audioLevel,
        voice,
        payload,
        NO_BYTES);
  }

  /** Returns the same packet with another payload. */
  public RtpPacket withPayload(byte[] other) {
    return new RtpPacket(
        payloadType,
        marker,
        sequenceNumber,
        timestamp,
        ssrc,
        csrcs,
        audioLevel,
        voice,
        other,
        csrcLevels);
  }

  /**
   * Reads one packet (RFC 3550, section 5.1).
   *
   * @param ids the negotiated header extensions
   * @throws RtpException if it is malformed
   */
  public static RtpPacket parse(byte[] data, int offset, int length, RtpExtensions ids)
      throws RtpException {
    int headerLength = RtpHeader.length(data, offset, length);
    ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
    int flags = in.get(0) & 0xFF;
    int second = in.get(1) & 0xFF;
    int payloadLength = length - headerLength;
    if ((flags & 0x20) != 0) {
      int padding = in.get(length - 1) & 0xFF;
      if (padding == 0 || padding > payloadLength) {
        throw new RtpException("bad padding");
      }
      payloadLength -= padding;
    }
    int csrcCount = flags & 0x0F;
    int[] csrcs = csrcCount == 0 ? NO_CSRCS : new int[csrcCount];
    for (int i = 0; i < csrcCount; i++) {
      csrcs[i] = in.getInt(RtpHeader.FIXED_LENGTH + 4 * i);
    }
    int audioLevel = -1;
    boolean voice = false;
    byte[] csrcLevels = NO_BYTES;
    RtpHeader.Element level = RtpHeader.find(in, headerLength, ids.audioLevel());
    if (level != null && level.size() > 0) {
      int at = level.position();
      audioLevel = in.get(at) & 0x7F;
      voice = (in.get(at) & 0x80) != 0;
    }
    RtpHeader.Element levels = RtpHeader.find(in, headerLength, ids.csrcLevels());
    if (levels != null) {
      csrcLevels = new byte[Math.min(csrcCount, levels.size())];
      for (int i = 0; i < csrcLevels.length; i++) {
        csrcLevels[i] = (byte) (in.get(levels.position() + i) & 0x7F);
      }
    }
    byte[] payload = new byte[payloadLength];
    in.get(headerLength, payload);
    return new RtpPacket(
        second & 0x7F,
        (second & 0x80) != 0,
        in.getShort(2) & 0xFFFF,
        in.getInt(4) & 0xFFFFFFFFL,
        in.getInt(8) & 0xFFFFFFFFL,
        csrcs,
        audioLevel,
        voice,
        payload,
        csrcLevels);
  }
}
