package app.rostrum.media.plain;

import app.rostrum.wire.rtp.RtpPacket;

/** Packets for tests. */
final class Packets {
  private static final int[] NOBODY = {};

  private Packets() {}

  /** The nth packet of 20 ms; sequence numbers and timestamps wrap early on. */
  static RtpPacket number(int n) {
    return number(n, n);
  }

  /** A packet after a pause of the sender: its number and its time differ. */
  static RtpPacket number(int n, int time) {
    return new RtpPacket(
        111,
        false,
        (65_530 + n) & 0xFFFF,
        (0xFFFF_FFFFL - 4_000 + 960L * time) & 0xFFFF_FFFFL,
        1,
        NOBODY,
        30,
        true,
        new byte[] {(byte) n});
  }
}
