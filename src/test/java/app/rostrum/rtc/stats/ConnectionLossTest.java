package app.rostrum.rtc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.wire.rtcp.ReportBlock;
import org.junit.jupiter.api.Test;

class ConnectionLossTest {
  private final ConnectionLoss loss = new ConnectionLoss();

  private void report(int fraction, int cumulative, long highest) {
    loss.onReport(new ReportBlock(1, fraction, cumulative, highest, 0, 0, 0));
  }

  private void send(int from, int to) {
    for (int number = from; number < to; number++) {
      loss.onSent(number & 0xFFFF);
    }
  }

  @Test
  void theFirstReportCountsFromTheFirstPacket() {
    send(65_500, 65_520);
    send(65_530, 65_590);
    report(80, 30, 65_536 + 53);
    assertThat(loss.ratio()).isEqualTo(0.25);
  }

  @Test
  void packetsNeverSentOnThisLegAreNotCountedAsLost() {
    send(0, 100);
    report(0, 0, 99);
    send(100, 150);
    send(170, 200);
    report(51, 20, 199);
    assertThat(loss.ratio()).isZero();
    send(200, 250);
    send(270, 300);
    report(77, 60, 299);
    assertThat(loss.ratio()).isEqualTo(0.25);
  }

  @Test
  void packetsRecoveredLateCountAsSent() {
    send(0, 10);
    report(0, 0, 9);
    send(15, 20);
    send(10, 15);
    report(0, 5, 19);
    assertThat(loss.ratio()).isEqualTo(0.5);
  }

  @Test
  void numbersWrapAndOldOnesAreForgotten() {
    send(0xFF00, 0x10000);
    report(0, 0, 0xFFFF);
    send(0, 100);
    report(128, 50, 0x10000 + 99);
    assertThat(loss.ratio()).isEqualTo(0.5);
    // The same places of the window, a round later: what was sent then is not sent now.
    send(4000, 4100);
    report(0, 3950, 0x10000 + 4099);
    assertThat(loss.ratio()).isZero();
    send(0x2000, 0x2001);
    send(0x2100, 0x2101);
    report(0, 3950, 0x10000 + 0x2000);
    report(0, 3950 + 255, 0x10000 + 0x2100);
    assertThat(loss.ratio()).isZero();
  }

  @Test
  void aGapIsForgottenWhenItsPlacesAreUsedAgain() {
    send(0, 10);
    send(20, 4200);
    report(0, 10, 4100);
    report(128, 20, 4120);
    assertThat(loss.ratio()).isEqualTo(0.5);
  }

  @Test
  void impossibleReportsStillGiveAPossibleRatio() {
    send(0, 100);
    report(0, 0, 99);
    report(255, 1 << 22, 0xFFFFFFFFL);
    assertThat(loss.ratio()).isEqualTo(255 / 256.0);
    report(10, -(1 << 22), 5);
    assertThat(loss.ratio()).isCloseTo(10 / 256.0, within(1e-9));
    report(10, 1 << 22, 6);
    assertThat(loss.ratio()).isBetween(0.0, 1.0);
    report(0, 0, 6);
    assertThat(loss.ratio()).isZero();
  }
}
