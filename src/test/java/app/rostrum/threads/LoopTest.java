package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
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
      assertThat(fourth.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(loop.thread().isDaemon()).isTrue();
    }
  }

  @Test
  void pausesBeginAfterTenFailuresInARowAndGrowToASecond() {
    assertThat(Loop.pauseNanos(1)).isZero();
    assertThat(Loop.pauseNanos(10)).isZero();
    assertThat(Loop.pauseNanos(11)).isEqualTo(2_000_000);
    assertThat(Loop.pauseNanos(12)).isEqualTo(4_000_000);
    assertThat(Loop.pauseNanos(20)).isEqualTo(1_000_000_000);
    assertThat(Loop.pauseNanos(Long.MAX_VALUE)).isEqualTo(1_000_000_000);
  }

  @Test
  void aStepThatAlwaysFailsIsSlowedDown() {
    try (var loop =
        Loop.start(
            "test",
            () -> {
              throw new IllegalStateException("thrown on purpose");
            })) {
      await().until(() -> loop.thread().getState() == Thread.State.TIMED_WAITING);
    }
  }

  @Test
  void aStepThatSucceedsEndsTheRowOfFailures() throws Exception {
    var rounds = new AtomicInteger();
    var hundredth = new CountDownLatch(100);
    try (var loop =
        Loop.start(
            "test",
            () -> {
              hundredth.countDown();
              if (rounds.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("thrown on purpose");
              }
            })) {
      // Fifty failures in a row would take half a minute.
      assertThat(hundredth.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void finishingLetsTheStepThatRunsComeToItsEnd() throws Exception {
    var waits = new CountDownLatch(1);
    var release = new Semaphore(0);
    var undisturbed = new CompletableFuture<Boolean>();
    var loop =
        Loop.start(
            "test",
            () -> {
              waits.countDown();
              release.acquireUninterruptibly();
              undisturbed.complete(!Thread.interrupted());
            });
    assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
    loop.finish();
    release.release();
    assertThat(undisturbed.join()).isTrue();
    loop.thread().join(10_000);
    assertThat(loop.thread().isAlive()).isFalse();
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
    assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
    loop.close();
    loop.thread().join(10_000);
    assertThat(loop.thread().isAlive()).isFalse();
  }
}
