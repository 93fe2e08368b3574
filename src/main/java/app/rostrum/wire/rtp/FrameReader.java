package app.rostrum.wire.rtp;

import java.nio.ByteBuffer;

/**
 * Takes apart a byte stream of packets that each have their length before them (RFC 4571). Not
 * thread-safe.
 */
public final class FrameReader {
  /** The bytes of a length. */
  public static final int PREFIX = 2;

  /** Takes the packets of a stream. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a packet, which begins at the start of the array and is good until this returns.
     *
     * @return false to read no further
     */
    boolean onPacket(byte[] data, int length);
  }

  private final byte[] packet;

  /** The length of the packet that has begun; -1 before its first byte, -2 - high after it. */
  private int expected = -1;

  private int filled;

  /**
   * @param longest the most bytes of a packet
   */
  public FrameReader(int longest) {
    packet = new byte[longest];
  }

  /**
   * Reads all that has come, except after the sink has returned false; empty packets are skipped.
   *
   * @throws RtpException if a packet is too long: where the next one begins is unknown from then on
   */
  public void read(ByteBuffer bytes, Sink sink) throws RtpException {
    while (bytes.hasRemaining()) {
      if (expected < 0) {
        prefix(bytes.get() & 0xFF);
        continue;
      }
      int part = Math.min(expected - filled, bytes.remaining());
      bytes.get(packet, filled, part);
      filled += part;
      if (filled == expected) {
        int length = expected;
        expected = -1;
        filled = 0;
        if (!sink.onPacket(packet, length)) {
          return;
        }
      }
    }
  }

  private void prefix(int next) throws RtpException {
    if (expected == -1) {
      expected = -2 - next;
      return;
    }
    int length = (-2 - expected) << 8 | next;
    if (length > packet.length) {
      throw new RtpException("a packet of " + length + " bytes");
    }
    expected = length == 0 ? -1 : length;
  }
}
