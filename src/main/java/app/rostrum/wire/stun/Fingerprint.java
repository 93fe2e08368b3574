package app.rostrum.wire.stun;

import java.util.zip.CRC32;

/** Computes FINGERPRINT (RFC 8489, section 14.7). */
final class Fingerprint {
  private Fingerprint() {}

  static int crc(byte[] data, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(data, offset, length);
    return (int) crc.getValue() ^ 0x5354554E;
  }
}
