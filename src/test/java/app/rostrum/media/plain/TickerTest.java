package app.rostrum.media.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TickerTest {
  private final Ticker ticker = new Ticker();

  @Test
  void anEngineThatThrowsAnErrorIsRemovedAndTheOthersAreCalledOn() throws Exception {
    var failures = new AtomicInteger();
    var others = new CountDownLatch(3);
    Ticker.Beat counting = passed -> others.countDown();
    ticker.add(
        passed -> {
          failures.incrementAndGet();
          throw new AssertionError("thrown on purpose");
        });
    ticker.add(counting);
    assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(failures).hasValue(1);
    ticker.remove(counting);
  }

  @Test
  void anEngineThatIsRemovedInTheMiddleOfABeatIsNotInterrupted() throws Exception {
    var begun = new CountDownLatch(1);
    var removed = new CountDownLatch(1);
    var interrupted = new CompletableFuture<Boolean>();
    Ticker.Beat writing =
        passed -> {
          begun.countDown();
          try {
            interrupted.complete(!removed.await(60, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            interrupted.complete(true); // The file of a recorder would be closed.
          }
        };
    ticker.add(writing);
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    ticker.remove(writing);
    removed.countDown();
    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void theThreadEndsWithTheLastEngineAndANewOneServesTheNext() {
    for (int round = 0; round < 2; round++) {
      var thread = new CompletableFuture<Thread>();
      Ticker.Beat beat = passed -> thread.complete(Thread.currentThread());
      ticker.add(beat);
      Thread beating = thread.join();
      ticker.remove(beat);
      await().until(() -> !beating.isAlive());
    }
  }
}
