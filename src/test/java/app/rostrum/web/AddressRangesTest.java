package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
  private static final AddressRanges RANGES =
      new AddressRanges(List.of("10.1.0.0/16", "192.0.2.7", "2001:db8::/32"));

  @ParameterizedTest
  @CsvSource({
    "10.1.255.1, true",
    "10.2.0.1, false",
    "192.0.2.7, true",
    "192.0.2.8, false",
    "2001:db8:1::1, true",
    "2001:db9::1, false"
  })
  void anAddressIsInsideOrOutside(String address, boolean inside) {
    assertThat(RANGES.test(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
  void loopbackIsThisMachine(String address) {
    assertThat(AddressRanges.LOOPBACK.test(InetAddress.ofLiteral(address))).isTrue();
    assertThat(AddressRanges.NONE.test(InetAddress.ofLiteral(address))).isFalse();
  }

  @Test
  void anotherMachineIsNotLoopback() {
    assertThat(AddressRanges.LOOPBACK.test(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example",
        "10.0.0.0/33",
        "10.1.2.3/16",
        "10.0.0.1-10.0.0.9",
        "::1-::9",
        "",
        "/8"
      })
  void namesAndWhatIsNoNetworkAreRefused(String text) {
    assertThatThrownBy(() -> new AddressRanges(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
