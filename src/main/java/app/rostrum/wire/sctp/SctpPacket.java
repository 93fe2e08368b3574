package app.rostrum.wire.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * An SCTP packet (RFC 9260, section 3).
 *
 * @param verificationTag as 32 bits; 0 in a packet with INIT
 */
public record SctpPacket(
    int sourcePort, int destinationPort, int verificationTag, List<Chunk> chunks) {
  /** The length of the common header, in bytes. */
  public static final int HEADER = 12;

  private static final int CHECKSUM = 8;
  private static final int MAX_CHUNKS = 512;
  private static final byte[] NO_CHECKSUM = new byte[4];

  public SctpPacket {
    chunks = List.copyOf(chunks);
  }

  /**
   * Reads a packet and checks its checksum.
   *
   * @throws SctpException if the checksum is wrong or a chunk malformed
   */
  public static SctpPacket parse(byte[] data, int offset, int length) throws SctpException {
    if (length < HEADER + Chunk.HEADER || (length & 3) != 0) {
      throw new SctpException("bad length");
    }
    ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
    if (Integer.reverseBytes(in.getInt(CHECKSUM)) != checksum(data, offset, length)) {
      throw new SctpException("wrong checksum");
    }
    int source = in.getShort() & 0xFFFF;
    int destination = in.getShort() & 0xFFFF;
    int tag = in.getInt();
    in.position(HEADER);
    List<Chunk> chunks = new ArrayList<>(2);
    while (in.hasRemaining()) {
      if (chunks.size() == MAX_CHUNKS) {
        throw new SctpException("too many chunks");
      }
      chunks.add(ChunkReader.read(in));
    }
    return new SctpPacket(source, destination, tag, chunks);
  }

  /** Returns the packet's bytes, including its checksum. */
  public byte[] write() {
    int length = HEADER;
    for (Chunk chunk : chunks) {
      length += chunk.size();
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.putShort((short) sourcePort).putShort((short) destinationPort).putInt(verificationTag);
    out.putInt(0);
    for (Chunk chunk : chunks) {
      ChunkWriter.write(chunk, out);
    }
    out.putInt(CHECKSUM, Integer.reverseBytes(checksum(out.array(), 0, length)));
    return out.array();
  }

  /** Returns the CRC32c with zeros in the checksum's own field (RFC 9260, section 6.8). */
  private static int checksum(byte[] data, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, offset, CHECKSUM);
    crc.update(NO_CHECKSUM, 0, NO_CHECKSUM.length);
    crc.update(data, offset + HEADER, length - HEADER);
    return (int) crc.getValue();
  }
}
