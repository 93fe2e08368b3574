package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopTest {
  @Test
  void itSurvivesWhateverAStepThrows() throws Exception {
    var rounds = new AtomicInteger();
    var fourth = new CountDownLatch(1);
    var idle = new Semaphore(0);
    try (var loop =
        Loop.start(
            "test",
            () -> {
              switch (rounds.incrementAndGet()) {
                case 1 -> throw new AssertionError("thrown on purpose");
                case 2 -> throw new StackOverflowError("thrown on purpose");
                case 3 -> throw new InterruptedException();
                default -> {
                  fourth.countDown();
                  idle.acquire();
                }
              }
            })) {
      assertThat(fourth.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(loop.thread().isDaemon()).isTrue();
    }
  }

  @Test
  void aStepThatAlwaysFailsIsSlowedDown() throws Exception {
    var rounds = new AtomicInteger();
    var thirteenth = new CountDownLatch(13);
    long begun = System.nanoTime();
    try (var loop =
        Loop.start(
            "test",
            () -> {
              rounds.incrementAndGet();
              thirteenth.countDown();
              throw new IllegalStateException("thrown on purpose");
            })) {
      assertThat(thirteenth.await(10, TimeUnit.SECONDS)).isTrue();
      // Two pauses of 2 and 4 ms lie before the thirteenth round.
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(6_000_000);
    }
  }

  @Test
  void closingEndsAStepThatWaits() throws Exception {
    var waits = new CountDownLatch(1);
    var never = new Semaphore(0);
    var loop =
        Loop.start(
            "test",
            () -> {
              waits.countDown();
              never.acquire();
            });
    assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
    loop.close();
    loop.thread().join(10_000);
    assertThat(loop.thread().isAlive()).isFalse();
  }
}
