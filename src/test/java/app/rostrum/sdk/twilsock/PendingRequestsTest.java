package app.rostrum.sdk.twilsock;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualScheduler;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
  private final ManualScheduler time = new ManualScheduler();
  private final PendingRequests requests =
      new PendingRequests(time, Runnable::run, Duration.ofSeconds(30));
  private final PendingRequests.Pending request =
      new PendingRequests.Pending(
          new TwilsockMessage.Request(
              "TM1",
              "data_sync",
              new HttpCall("h", "/v3/x", "GET", Map.of(), Map.of()),
              new byte[0]));

  @Test
  void theTimeOfARequestBeginsAnewWhenItIsSent() {
    requests.addWaiting(request);
    time.pass(Duration.ofSeconds(29));
    requests.sendWaiting();
    time.pass(Duration.ofSeconds(29));
    assertThat(request.future()).isNotDone();
    time.pass(Duration.ofSeconds(2));
    assertThat(request.future()).isCompletedExceptionally();
  }

  @Test
  void aRequestWithoutConnectionFails() {
    requests.addWaiting(request);
    time.pass(Duration.ofSeconds(31));
    assertThat(request.future()).isCompletedExceptionally();
    assertThat(requests.sendWaiting()).isEmpty();
  }
}
