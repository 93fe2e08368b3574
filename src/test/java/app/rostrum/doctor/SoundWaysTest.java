package app.rostrum.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.doctor.Finding.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoundWaysTest {
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");

  private static List<Verdict> verdicts(
      Map<InetAddress, Reached> udp, Map<InetAddress, Reached> tcp) {
    return SoundWays.findings(8770, udp, tcp).stream().map(Finding::verdict).toList();
  }

  @Test
  void oneOpenWayIsEnoughAndNoneIsNot() {
    Map<InetAddress, Reached> open = Map.of(FOUR, Reached.YES);
    Map<InetAddress, Reached> shut = Map.of(FOUR, Reached.SILENT);
    assertThat(verdicts(open, open)).containsExactly(Verdict.GOOD, Verdict.GOOD);
    assertThat(verdicts(open, shut)).containsExactly(Verdict.GOOD, Verdict.POOR);
    assertThat(verdicts(shut, open)).containsExactly(Verdict.POOR, Verdict.GOOD);
    assertThat(verdicts(shut, shut)).containsExactly(Verdict.BAD, Verdict.BAD);
  }

  @Test
  void aComputerWithoutIpv6IsNotTheServersFaultAndAnAddressThatIsShutIs() {
    Map<InetAddress, Reached> open = Map.of(FOUR, Reached.YES);
    assertThat(verdicts(Map.of(FOUR, Reached.YES, SIX, Reached.NO_WAY), open).getFirst())
        .isEqualTo(Verdict.GOOD);
    assertThat(verdicts(Map.of(FOUR, Reached.NO_WAY, SIX, Reached.NO_WAY), open).getFirst())
        .isEqualTo(Verdict.POOR);
    Finding half =
        SoundWays.findings(8770, Map.of(FOUR, Reached.YES, SIX, Reached.REFUSED), open).getFirst();
    assertThat(half.verdict()).isEqualTo(Verdict.POOR);
    assertThat(half.text()).contains("2001:db8:0:0:0:0:0:1: nothing listens");
  }
}
