package app.rostrum.rtc.opus;

/** The properties of an Opus packet that its first bytes tell (RFC 6716, section 3.1). */
final class OpusPacket {
  private static final int[] SILK = {480, 960, 1920, 2880};
  private static final int[] HYBRID = {480, 960};
  private static final int[] CELT = {120, 240, 480, 960};
  private static final int LONGEST = 5760;

  private OpusPacket() {}

  /** Returns the number of samples at 48 kHz; 0 if the packet is malformed. */
  static int samples(byte[] packet) {
    if (packet.length == 0) {
      return 0;
    }
    int toc = packet[0] & 0xFF;
    int config = toc >>> 3;
    int frame =
        config < 12 ? SILK[config & 3] : config < 16 ? HYBRID[config & 1] : CELT[config & 3];
    int frames =
        switch (toc & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.length < 2 ? 0 : packet[1] & 0x3F;
        };
    int samples = frame * frames;
    return samples > LONGEST ? 0 : samples;
  }

  /** Returns whether the packet only announces silence (RFC 7587, section 3.1.3). */
  static boolean isDtx(byte[] packet) {
    return packet.length <= 2;
  }
}
