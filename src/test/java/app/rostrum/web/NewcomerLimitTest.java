package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewcomerLimitTest {
  private final NewcomerLimit limit = new NewcomerLimit(2, 4);

  private boolean enters(String address) {
    return limit.enter(address).isTaken();
  }

  @Test
  void aNetworkHasFewPlacesAndLeavesOthersTheirs() {
    NewcomerLimit.Place first = limit.enter("2001:db8::1");
    assertThat(enters("2001:db8::2")).isTrue();
    assertThat(enters("2001:db8::3")).isFalse();
    assertThat(enters("192.0.2.1")).isTrue();
    assertThat(first.leave()).isTrue();
    assertThat(first.leave()).isFalse();
    assertThat(enters("2001:db8::4")).isTrue();
    assertThat(enters("2001:db8::5")).isFalse();
  }

  @Test
  void loopbackHasAllPlacesButNoMore() {
    for (int i = 0; i < 4; i++) {
      assertThat(enters("127.0.0.1")).isTrue();
    }
    assertThat(enters("::1")).isFalse();
    assertThat(enters("192.0.2.1")).isFalse();
  }
}
