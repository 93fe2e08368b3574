package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.wire.rtcp.ReportBlock;
import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtpReceiverTest {
  private static final long MILLI = 1_000_000;

  private RtpReceiver receiver;

  @BeforeEach
  void receive() throws IOException {
    try (End end = new End(RtcPeer.IceRole.LITE)) {
      receiver = new RtpReceiver(9, end.peer.addAudio(Direction.RECVONLY, ""));
    }
  }

  private static RtpPacket packet(int number) {
    return new RtpPacket(
        111, false, number & 0xFFFF, number * 960L, 9, new int[0], -1, false, new byte[3]);
  }

  @Test
  void countsLossSinceTheLastReportAndInTotal() {
    for (int i = 65_500; i < 65_600; i++) {
      if (i % 4 != 0) {
        receiver.onPacket(packet(i), i * 20 * MILLI);
      }
    }
    // The first of the hundred is missing too, but nobody can know.
    ReportBlock first = receiver.report(0);
    assertThat(first.highestSequence()).isEqualTo(65_599);
    assertThat(first.cumulativeLost()).isEqualTo(24);
    assertThat(first.fractionLost()).isEqualTo(24 * 256 / 99);
    for (int i = 65_600; i < 65_650; i++) {
      receiver.onPacket(packet(i), i * 20 * MILLI);
    }
    ReportBlock second = receiver.report(0);
    assertThat(second.fractionLost()).isZero();
    assertThat(second.cumulativeLost()).isEqualTo(24);
  }

  @Test
  void theShareOfLossIsThatOfTheLastReports() {
    for (int i = 0; i < 100; i++) {
      if (i % 2 == 0 || i == 99) {
        receiver.onPacket(packet(i), i * 20 * MILLI);
      }
    }
    receiver.report(0);
    assertThat(receiver.lossRatio()).isEqualTo(0.49);
    for (int report = 0; report < 20; report++) {
      int from = 100 + report * 50;
      for (int i = from; i < from + 50; i++) {
        receiver.onPacket(packet(i), i * 20 * MILLI);
      }
      receiver.report(0);
    }
    assertThat(receiver.lossRatio()).isLessThan(0.01);
  }

  @Test
  void jitterIsTheMeanOfDifferencesInTransit() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      receiver.onPacket(packet(i), i * 20 * MILLI + (random.nextBoolean() ? 10 * MILLI : 0));
    }
    // Half of the differences are 10 ms, half are 0.
    assertThat(receiver.report(0).jitter()).isBetween(5 * 48L * 6 / 10, 5 * 48L * 16 / 10);
  }

  @Test
  void saysHowLongAgoTheLastSenderReportCame() {
    receiver.onPacket(packet(0), 0);
    NtpTime sent = NtpTime.of(Instant.parse("2026-11-22T10:00:00.5Z"));
    receiver.onSenderReport(sent.value(), sent, 0, 1_000 * MILLI);
    ReportBlock block = receiver.report(1_250 * MILLI);
    assertThat(block.lastSenderReport()).isEqualTo(sent.middle());
    assertThat(block.delaySinceLastSenderReport()).isEqualTo(65_536 / 4);
  }
}
