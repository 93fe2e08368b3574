package app.rostrum.wire.sctp;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Gives changed packets a right checksum, so that what is behind it is tested. */
public final class Checksums {
  private Checksums() {}

  public static void fix(byte[] packet) {
    if (packet.length >= SctpPacket.HEADER) {
      ByteBuffer out = ByteBuffer.wrap(packet);
      out.putInt(8, 0);
      CRC32C crc = new CRC32C();
      crc.update(packet);
      out.putInt(8, Integer.reverseBytes((int) crc.getValue()));
    }
  }
}
