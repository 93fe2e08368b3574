package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiversTest {
  private static final WebhookReceivers NAMED =
      WebhookReceivers.parse(
          List.of("Hooks.Example.org", "bücher.example", "10.1.0.0/17", "192.0.2.7", "fd00::/8"));

  @ParameterizedTest
  @CsvSource({
    "localhost,          127.0.0.1,       true",
    "anything.example,   127.8.8.8,       true",
    "[::1],              ::1,             true",
    "::ffff:127.0.0.1,   ::ffff:127.0.0.1, true",
    "hooks.example.org,  198.51.100.1,    true",
    "hooks.example.org,  10.9.9.9,        true",
    "xn--bcher-kva.example, 198.51.100.1, true",
    "x.hooks.example.org, 198.51.100.1,   false",
    "other.example,      198.51.100.1,    false",
    "other.example,      10.1.127.255,    true",
    "other.example,      10.1.128.0,      false",
    "other.example,      a01::1,          false",
    "192.0.2.7,          192.0.2.7,       true",
    "192.0.2.8,          192.0.2.8,       false",
    "other.example,      fdff::1,         true",
    "other.example,      fe80::1,         false",
    // Where clouds keep the secrets of their machines, and what means this machine or everybody.
    "hooks.example.org,  169.254.169.254, false",
    "hooks.example.org,  fe80::1,         false",
    "hooks.example.org,  0.0.0.0,         false",
    "hooks.example.org,  ::,              false",
    "hooks.example.org,  224.0.0.1,       false",
    // Loopback in other clothes is not loopback.
    "x,                  64:ff9b::7f00:1, false",
  })
  void onlyThisMachineAndWhatIsNamedIsAllowed(String name, String address, boolean allowed) {
    assertThat(NAMED.allow(name, InetAddress.ofLiteral(address))).isEqualTo(allowed);
  }

  @Test
  void byDefaultOnlyThisMachineIsAllowed() {
    assertThat(WebhookReceivers.LOOPBACK.allow("a", InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(WebhookReceivers.LOOPBACK.allow("a", InetAddress.ofLiteral("10.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "a b", "http://a", "", "::/129"})
  void whatIsNeitherNameNorAddressNorNetworkIsRefused(String text) {
    assertThatThrownBy(() -> WebhookReceivers.parse(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
