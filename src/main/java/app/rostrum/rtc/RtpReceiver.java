package app.rostrum.rtc;

import app.rostrum.rtc.stats.LostPackets;
import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.rtc.stats.StreamClock;
import app.rostrum.wire.rtcp.ReportBlock;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a source that this end receives (RFC 3550, appendix A). Safe for any thread.
 */
final class RtpReceiver {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;
  private static final double MEMORY = 0.75;
  private static final long SOUND_PATIENCE_MILLIS = 300;
  private static final long PICTURE_PATIENCE_MILLIS = 1000;

  private final long ssrc;
  private final RtpTransceiver transceiver;
  private final int clockKhz;
  private boolean started;
  private int baseSequence;
  private int maxSequence;
  private long cycles;
  private long received;
  private long expectedPrior;
  private long receivedPrior;
  private int fraction;
  private double jitter;
  private double expectedLately;
  private double lostLately;
  private long lastTransit;
  private long lastPacketAt;
  private long lastSenderReport;
  private long lastSenderReportAt;
  private @Nullable StreamClock clock;
  private final LostPackets lost;

  RtpReceiver(long ssrc, RtpTransceiver transceiver) {
    this.ssrc = ssrc;
    this.transceiver = transceiver;
    this.clockKhz = transceiver.kind().clockRate() / 1000;
    this.lost =
        new LostPackets(
            transceiver.kind() == MediaKind.AUDIO
                ? SOUND_PATIENCE_MILLIS
                : PICTURE_PATIENCE_MILLIS);
  }

  RtpTransceiver transceiver() {
    return transceiver;
  }

  long ssrc() {
    return ssrc;
  }

  synchronized void onPacket(RtpPacket packet, long nanoTime) {
    int sequence = packet.sequenceNumber();
    long arrival = nanoTime / 1000 * clockKhz / 1000;
    long transit = arrival - packet.timestamp();
    if (!started) {
      start(sequence);
    } else {
      int delta = (sequence - maxSequence) & 0xFFFF;
      if (delta < MAX_DROPOUT) {
        if (sequence < maxSequence) {
          cycles += 1 << 16;
        }
        maxSequence = sequence;
      } else if (delta <= (1 << 16) - MAX_MISORDER) {
        start(sequence);
      }
      // Timestamps are 32 bits wide: the difference of two transits is, too.
      int difference = (int) (transit - lastTransit);
      if (Math.abs((long) difference) < 10_000L * clockKhz) {
        jitter += (Math.abs((double) difference) - jitter) / 16;
      }
    }
    lastTransit = transit;
    lastPacketAt = nanoTime;
    received++;
    if (transceiver.retransmits()) {
      lost.onPacket(sequence, nanoTime);
    }
  }

  /**
   * Returns the numbers of the packets to ask for now.
   *
   * @param roundTripNanos below 0 if unknown
   */
  synchronized List<Integer> wanted(long nanoTime, long roundTripNanos) {
    return transceiver.retransmits() ? lost.due(nanoTime, roundTripNanos) : List.of();
  }

  /** Returns the number of packets that were missing and came when they were asked for. */
  synchronized long recovered() {
    return lost.recovered();
  }

  /** Returns the time of the last packet. */
  synchronized long lastPacketAt() {
    return lastPacketAt;
  }

  private void start(int sequence) {
    started = true;
    baseSequence = sequence;
    maxSequence = sequence;
    cycles = 0;
    received = 0;
    expectedPrior = 0;
    receivedPrior = 0;
  }

  /**
   * @param ntpTime the report's time by the sender's clock
   * @param ourTime the same by this machine's clock
   */
  synchronized void onSenderReport(
      long ntpTime, NtpTime ourTime, long rtpTimestamp, long nanoTime) {
    lastSenderReport = new NtpTime(ntpTime).middle();
    lastSenderReportAt = nanoTime;
    clock = new StreamClock(rtpTimestamp, ourTime.value(), clockKhz * 1000);
  }

  synchronized @Nullable StreamClock clock() {
    return clock;
  }

  synchronized long received() {
    return received;
  }

  /** Returns the share of packets lost in about the last {@code 1 / (1 - MEMORY)} reports. */
  synchronized double lossRatio() {
    return expectedLately < 1 ? 0 : Math.min(1, lostLately / expectedLately);
  }

  /** Writes a report block; its share of loss counts from the call before. */
  synchronized ReportBlock report(long nanoTime) {
    long extended = cycles + maxSequence;
    long expected = extended - baseSequence + 1;
    long expectedNow = expected - expectedPrior;
    long receivedNow = received - receivedPrior;
    expectedPrior = expected;
    receivedPrior = received;
    long lostNow = Math.max(0, expectedNow - receivedNow);
    expectedLately = expectedLately * MEMORY + expectedNow;
    lostLately = lostLately * MEMORY + lostNow;
    fraction = expectedNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    return block(nanoTime);
  }

  /** Writes a block between two reports, with the share of loss of the one before. */
  synchronized ReportBlock acknowledge(long nanoTime) {
    return block(nanoTime);
  }

  private ReportBlock block(long nanoTime) {
    long extended = cycles + maxSequence;
    long lost = Math.clamp(extended - baseSequence + 1 - received, -(1 << 23), (1 << 23) - 1);
    long delay =
        lastSenderReport == 0 ? 0 : (nanoTime - lastSenderReportAt) / 1000 * 65536 / 1_000_000;
    return new ReportBlock(
        ssrc,
        fraction,
        (int) lost,
        extended & 0xFFFFFFFFL,
        (long) jitter,
        lastSenderReport,
        delay & 0xFFFFFFFFL);
  }
}
