package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyframeRequestsTest {
  private static final long MILLI = 1_000_000;
  private final KeyframeRequests requests = new KeyframeRequests();

  @Test
  void manyRequestsBecomeTwoASecond() {
    int asked = 0;
    for (int i = 0; i < 2000; i++) {
      asked += requests.request(i * MILLI) ? 1 : 0;
    }
    assertThat(asked).isEqualTo(4);
  }

  @Test
  void aRequestThatComesTooEarlyIsPassedOnLater() {
    assertThat(requests.request(0)).isTrue();
    assertThat(requests.request(100 * MILLI)).isFalse();
    assertThat(requests.due(499 * MILLI)).isFalse();
    assertThat(requests.due(500 * MILLI)).isTrue();
    assertThat(requests.due(2000 * MILLI)).isFalse();
  }

  @Test
  void aKeyframeFulfilsAllKeptRequests() {
    requests.request(0);
    requests.request(100 * MILLI);
    requests.fulfilled();
    assertThat(requests.due(1000 * MILLI)).isFalse();
    assertThat(requests.request(1100 * MILLI)).isTrue();
  }
}
