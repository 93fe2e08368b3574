package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpClientsTest {
  @Test
  void aCallThatFailsWithAnErrorStopsNoOther() throws Exception {
    ExecutorService calls = HttpClients.create().dispatcher().executorService();
    var ran = new CountDownLatch(1);
    calls.execute(
        () -> {
          throw new AssertionError("a callback fails");
        });
    calls.execute(ran::countDown);
    assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
  }
}
