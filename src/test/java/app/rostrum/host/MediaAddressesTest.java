package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaAddressesTest {
  private static List<InetAddress> ips(String... texts) {
    return Stream.of(texts).map(InetAddress::ofLiteral).toList();
  }

  private static final LinkAddresses LINKS =
      new LinkAddresses(
          () ->
              new LinkAddresses.Links(
                  List.of(
                      new LinkAddresses.Link("lo", true, false, ips("127.0.0.1")),
                      new LinkAddresses.Link(
                          "eth0", false, false, ips("10.0.0.5", "2001:db8::5", "fe80::5")),
                      new LinkAddresses.Link("docker0", false, false, ips("172.17.0.1"))),
                  ips("10.0.0.5", "2001:db8::5")),
          System::nanoTime);

  private static List<InetAddress> of(String listening, String url, String... named) {
    return MediaAddresses.of(
            InetAddress.ofLiteral(listening),
            ips(named),
            Optional.of(url).filter(u -> !u.isEmpty()).map(URI::create),
            LINKS)
        .get();
  }

  @Test
  void namedAddressesStandAloneInTheirOrder() {
    assertThat(of("0.0.0.0", "https://127.0.0.9", "203.0.113.7", "10.0.0.5"))
        .isEqualTo(ips("203.0.113.7", "10.0.0.5"));
    assertThat(of("::", "", "2001:db8::7", "203.0.113.7"))
        .isEqualTo(ips("2001:db8::7", "203.0.113.7"));
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 2001:db8::7", "127.0.0.1, ::1", "::1, 203.0.113.7"})
  void anAddressOfAnIpVersionThatIsNotListenedOnIsRefused(String listening, String named) {
    assertThatThrownBy(() -> of(listening, "", named))
        .hasMessageContaining("nobody can reach")
        .hasMessageContaining("Use --host");
  }

  @Test
  void withoutThemThePublicUrlsAddressOrTheMachinesOwnAreNamed() {
    assertThat(of("0.0.0.0", "https://192.0.2.9:8443/talk")).isEqualTo(ips("192.0.2.9"));
    assertThat(of("127.0.0.1", "https://127.0.0.9")).isEqualTo(ips("127.0.0.9"));
    assertThat(of("0.0.0.0", "")).isEqualTo(ips("10.0.0.5", "127.0.0.1"));
    assertThat(of("::", "")).isEqualTo(ips("10.0.0.5", "2001:db8::5", "127.0.0.1"));
    assertThat(of("127.0.0.1", "")).isEmpty();
    // An IPv6 address in the URL is of no use to a server that listens on IPv4.
    assertThat(of("0.0.0.0", "http://[2001:db8::9]")).isEqualTo(ips("10.0.0.5", "127.0.0.1"));
  }

  @Test
  void aUrlThatCannotBeResolvedLeavesTheMachinesOwn() {
    assertThat(of("0.0.0.0", "https://no-such-name.invalid"))
        .isEqualTo(ips("10.0.0.5", "127.0.0.1"));
  }

  @Test
  void theUrlsNameIsAskedForAgainAndAFailureKeepsTheAddressesBefore() {
    var answer = new ArrayList<InetAddress>();
    MediaAddresses addresses =
        MediaAddresses.of(
            InetAddress.ofLiteral("0.0.0.0"),
            List.of(),
            Optional.of(URI.create("https://talk.example.org")),
            LINKS,
            host -> {
              if (answer.isEmpty()) {
                throw new UnknownHostException(host);
              }
              return answer.toArray(InetAddress[]::new);
            });
    assertThat(addresses.get()).isEqualTo(ips("10.0.0.5", "127.0.0.1"));
    for (String next : List.of("192.0.2.1", "192.0.2.2")) {
      answer.clear();
      answer.addAll(ips(next));
      addresses.look();
      assertThat(addresses.get()).isEqualTo(ips(next));
    }
    for (List<InetAddress> useless : List.of(ips(), ips("127.0.1.1"), ips("2001:db8::1"))) {
      answer.clear();
      answer.addAll(useless);
      addresses.look();
      assertThat(addresses.get()).as("%s", useless).isEqualTo(ips("192.0.2.2"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "talk.example.org, no names",
    "203.0.113.7:8770, no names",
    "0.0.0.0, one machine",
    "0.1.2.3, one machine",
    "::, one machine",
    "224.0.0.1, one machine",
    "ff02::1, one machine",
    "255.255.255.255, one machine",
    "fe80::1, without a zone",
    "'', no names"
  })
  void whatNobodyCouldSendToIsRefused(String text, String reason) {
    assertThatThrownBy(() -> PublicAddresses.parse(List.of(text))).hasMessageContaining(reason);
  }

  @Test
  void addressesAreReadOnceAndNotTooMany() {
    assertThat(PublicAddresses.parse(List.of("[2001:db8::7]", " 203.0.113.7", "203.0.113.7")))
        .isEqualTo(ips("2001:db8::7", "203.0.113.7"));
    List<String> many = Stream.iterate(1, i -> i + 1).limit(9).map(i -> "10.0.0." + i).toList();
    assertThatThrownBy(() -> PublicAddresses.parse(many)).hasMessageContaining("at most 8");
  }
}
