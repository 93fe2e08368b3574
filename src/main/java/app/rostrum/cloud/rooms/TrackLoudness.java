package app.rostrum.cloud.rooms;

import app.rostrum.wire.rtp.RtpPacket;

/**
 * The loudness of a track, from the levels that its packets carry (RFC 6464), smoothed over about
 * half a second of time, because packets are rare while the sender is silent (DTX). One thread
 * writes, any reads.
 */
final class TrackLoudness {
  private static final double RISE_NANOS = 165_000_000;
  private static final double FALL_NANOS = 330_000_000;
  private static final long FRESH_NANOS = 500_000_000;

  private volatile double value;
  private volatile long heardNanos;
  private boolean any;

  void onPacket(RtpPacket packet, long nowNanos) {
    if (packet.audioLevel() < 0) {
      return;
    }
    double level = 127 - packet.audioLevel();
    double before = value;
    long elapsed = any ? Math.max(0, nowNanos - heardNanos) : 20_000_000;
    double share = 1 - Math.exp(-elapsed / (level > before ? RISE_NANOS : FALL_NANOS));
    value = before + (level - before) * share;
    heardNanos = nowNanos;
    any = true;
  }

  /**
   * Returns the loudness in dB above -127 dBov; 0 if no level was received within half a second.
   */
  double at(long nowNanos) {
    return nowNanos - heardNanos < FRESH_NANOS ? value : 0;
  }
}
