package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.sdp.Candidate;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostCandidatesTest {
  private static List<InetAddress> ips(String... texts) {
    return Stream.of(texts).map(InetAddress::ofLiteral).toList();
  }

  @Test
  void udpComesBeforeTcpAndTheLikeliestAddressFirst() throws Exception {
    List<Candidate> candidates = HostCandidates.of(ips("203.0.113.7", "2001:db8::7"), 8770, true);
    assertThat(candidates)
        .extracting(Candidate::toString)
        .containsExactly(
            "candidate:1 1 udp 2130706431 203.0.113.7 8770 typ host",
            "candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:7 8770 typ host",
            "candidate:3 1 tcp 1520435199 203.0.113.7 8770 typ host tcptype passive",
            "candidate:4 1 tcp 1520434943 2001:db8:0:0:0:0:0:7 8770 typ host tcptype passive");
    for (Candidate each : candidates) {
      assertThat(Candidate.parse(each.toString())).isEqualTo(each);
    }
  }

  @Test
  void withoutATcpPortAndWithManyAddressesThereAreFew() {
    String[] many = IntStream.range(1, 40).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
    assertThat(HostCandidates.of(ips(many), 8770, false))
        .hasSize(8)
        .allMatch(c -> c.transport().equals("udp"));
    List<Candidate> both = HostCandidates.of(ips(many), 8770, true);
    assertThat(new HashSet<>(both.stream().map(Candidate::priority).toList())).hasSize(16);
    assertThat(new HashSet<>(both.stream().map(Candidate::foundation).toList())).hasSize(16);
  }
}
