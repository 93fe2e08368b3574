package app.rostrum.media.plain;

import app.rostrum.wire.rtp.RtpPacket;
import java.util.concurrent.TimeUnit;

/**
 * Statistics of one received track (RFC 3550, appendix A.3 and A.8). Loss is that of the last five
 * to ten seconds. Time is an argument; not safe for concurrent use.
 */
final class Reception {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private long packets;
  private long highest = -1;
  private long windowStart;
  private long windowHighest;
  private long windowPackets;
  private long earlierExpected;
  private long earlierPackets;
  private double jitterSamples;
  private long transit;
  private long lastArrival;
  private int level = AudioLevel.SILENT;

  void onPacket(RtpPacket packet, long now) {
    packets++;
    long sequence =
        highest < 0
            ? packet.sequenceNumber()
            : highest + (short) (packet.sequenceNumber() - (int) highest);
    if (highest < 0 || Math.abs(sequence - highest) > 3_000) {
      highest = sequence;
      startWindow(now, 0, 0);
    } else {
      jitter(packet, now);
      highest = Math.max(highest, sequence);
    }
    windowPackets++;
    if (now - windowStart > WINDOW_NANOS) {
      startWindow(now, highest - windowHighest, windowPackets);
      windowPackets = 0;
    }
    transit = transit(packet, now);
    lastArrival = now;
    level = packet.audioLevel();
  }

  long packets() {
    return packets;
  }

  long recentExpected() {
    return earlierExpected + Math.max(0, highest - windowHighest);
  }

  long recentLost() {
    return Math.max(0, recentExpected() - earlierPackets - windowPackets);
  }

  long jitterNanos() {
    return (long) (jitterSamples * 1e9 / 48_000);
  }

  /**
   * Returns the level by the header extension, 0 to 1; 0 without one or after half a second without
   * packets.
   */
  double level(long now) {
    return packets > 0 && now - lastArrival < FRESH_NANOS ? AudioLevel.linear(level) : 0;
  }

  private void startWindow(long now, long expectedBefore, long packetsBefore) {
    windowStart = now;
    windowHighest = highest - (packetsBefore == 0 ? 1 : 0);
    windowPackets = 0;
    earlierExpected = expectedBefore;
    earlierPackets = packetsBefore;
  }

  private void jitter(RtpPacket packet, long now) {
    double difference = Math.abs((int) (transit(packet, now) - transit));
    if (difference < 48_000) {
      jitterSamples += (difference - jitterSamples) / 16;
    }
  }

  private static long transit(RtpPacket packet, long now) {
    return (now / 1_000 * 48 / 1_000 - packet.timestamp()) & 0xFFFF_FFFFL;
  }
}
