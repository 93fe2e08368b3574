package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.host.LinkAddresses.Link;
import app.rostrum.host.LinkAddresses.Links;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkAddressesTest {
  private static Link link(String name, boolean pointToPoint, String... addresses) {
    return new Link(
        name,
        name.equals("lo"),
        pointToPoint,
        Stream.of(addresses).map(InetAddress::ofLiteral).toList());
  }

  private static List<String> sorted(List<Link> links, String... outward) {
    return LinkAddresses.sorted(
            new Links(links, Stream.of(outward).map(InetAddress::ofLiteral).toList()))
        .stream()
        .map(InetAddress::getHostAddress)
        .toList();
  }

  @Test
  void theLikeliestComesFirstAndWhatNobodyReachesIsLeftOut() {
    assertThat(
            sorted(
                List.of(
                    link("lo", false, "127.0.0.1", "::1"),
                    link("docker0", false, "172.17.0.1"),
                    link("br-5c1", false, "172.18.0.1"),
                    link("vEthernet (WSL)", false, "172.30.0.1"),
                    link("tun0", true, "10.8.0.6"),
                    link("eth1", false, "192.168.7.7"),
                    link("usb0", false, "169.254.9.9"),
                    link("wlan0", false, "fe80::1", "2001:db8:1::5", "fd00::5", "192.168.1.5")),
                "192.168.1.5",
                "2001:db8:1::5"))
        .containsExactly(
            "192.168.1.5",
            "2001:db8:1:0:0:0:0:5",
            "192.168.7.7",
            "fd00:0:0:0:0:0:0:5",
            "169.254.9.9",
            "10.8.0.6");
  }

  @Test
  void thereAreNotMoreThanAPersonCanChooseFrom() {
    String[] many = IntStream.range(1, 40).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
    assertThat(sorted(List.of(link("eth0", false, many)))).hasSize(LinkAddresses.MOST);
  }

  @Test
  void aNewNetworkIsSeenAfterAWhile() {
    var now = new long[1];
    var present = new ArrayList<>(List.of(link("wlan0", false, "192.168.1.5")));
    var addresses =
        new LinkAddresses(() -> new Links(List.copyOf(present), List.of()), () -> now[0]);
    assertThat(addresses.get()).containsExactly(InetAddress.ofLiteral("192.168.1.5"));
    present.set(0, link("wlan0", false, "10.1.1.1"));
    assertThat(addresses.get()).containsExactly(InetAddress.ofLiteral("192.168.1.5"));
    now[0] += Duration.ofSeconds(6).toNanos();
    assertThat(addresses.get()).containsExactly(InetAddress.ofLiteral("10.1.1.1"));
  }

  @Test
  void thisMachineNamesNoLoopback() {
    assertThat(LinkAddresses.ofThisMachine().get()).noneMatch(InetAddress::isLoopbackAddress);
  }
}
