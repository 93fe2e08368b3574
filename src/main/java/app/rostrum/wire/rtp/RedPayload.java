package app.rostrum.wire.rtp;

import java.util.Arrays;

/** Reads payloads that carry earlier frames beside the current one (RFC 2198). */
public final class RedPayload {
  private static final int LONG_HEADER = 4;

  private RedPayload() {}

  /**
   * Returns the current frame, which comes last.
   *
   * @throws RtpException if the lengths make no sense
   */
  public static byte[] primary(byte[] payload) throws RtpException {
    int at = 0;
    int redundant = 0;
    while (at < payload.length && (payload[at] & 0x80) != 0) {
      if (at + LONG_HEADER > payload.length) {
        throw new RtpException("redundancy header runs over the end");
      }
      redundant += ((payload[at + 2] & 0x03) << 8) | (payload[at + 3] & 0xFF);
      at += LONG_HEADER;
    }
    int start = at + 1 + redundant;
    if (start > payload.length) {
      throw new RtpException("redundancy runs over the end");
    }
    return Arrays.copyOfRange(payload, start, payload.length);
  }
}
