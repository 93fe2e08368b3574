package app.rostrum.rtc.opus;

import java.util.Arrays;

/**
 * Opus packets put together into one, without decoding (RFC 6716, section 3.2). The sound is the
 * same; one packet in place of several costs the network and the encryption less. Not thread-safe.
 */
public final class OpusRepacketizer {
  /** More than the framing of three frames. */
  private static final int MOST_FRAMING = 16;

  private static final int OK = 0;

  private final io.github.jaredmdobson.concentus.OpusRepacketizer library =
      new io.github.jaredmdobson.concentus.OpusRepacketizer();
  private int bytes;

  /**
   * Adds the frames of a packet to those added before.
   *
   * @param packet must not change afterwards
   * @return false if it is malformed, its frames are of another kind than those before, or all
   *     together would be longer than 120 ms; nothing was added then
   */
  public boolean add(byte[] packet) {
    boolean added = OpusPacket.samples(packet) > 0 && isAdded(packet);
    bytes += added ? packet.length : 0;
    return added;
  }

  private boolean isAdded(byte[] packet) {
    try {
      return library.addPacket(packet, 0, packet.length) == OK;
    } catch (RuntimeException e) {
      return false; // The library throws exceptions of the language for some malformed packets.
    }
  }

  /** Returns the bytes of the packets added so far. */
  public int bytes() {
    return bytes;
  }

  /** Returns one packet with all frames added so far, and forgets them. */
  public byte[] take() {
    byte[] out = new byte[bytes + 2 * library.getNumFrames() + MOST_FRAMING];
    int length = library.createPacket(out, 0, out.length);
    library.Reset();
    bytes = 0;
    return Arrays.copyOf(out, Math.max(0, length));
  }
}
