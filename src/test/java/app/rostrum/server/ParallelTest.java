package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private final AtomicInteger done = new AtomicInteger();

  private static void fail() {
    throw new AssertionError("thrown by a test");
  }

  @Test
  void callsRunSideBySide() {
    try (var parallel = new Parallel()) {
      var both = new CountDownLatch(2);
      Runnable meet =
          () -> {
            both.countDown();
            try {
              if (both.await(60, TimeUnit.SECONDS)) {
                done.incrementAndGet();
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      parallel.run(meet, meet);
      assertThat(done).hasValue(2);
    }
  }

  @Test
  void theOtherCallsAreWaitedForWhenOneThrowsAnError() {
    try (var parallel = new Parallel()) {
      assertThatThrownBy(() -> parallel.run(ParallelTest::fail, done::incrementAndGet))
          .hasRootCauseInstanceOf(AssertionError.class);
      assertThat(done).hasValue(1);
      parallel.run(done::incrementAndGet);
      assertThat(done).hasValue(2);
    }
  }

  @Test
  void theFirstFailureIsThrownAndTheOthersWithIt() {
    try (var parallel = new Parallel()) {
      assertThatThrownBy(
              () ->
                  parallel.run(
                      () -> {
                        throw new IllegalStateException("first");
                      },
                      () -> {
                        throw new IllegalStateException("second");
                      }))
          .hasMessage("first")
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
  }

  @Test
  void anInterruptedCallerStillWaitsAndStaysInterrupted() {
    try (var parallel = new Parallel()) {
      Thread caller = Thread.currentThread();
      caller.interrupt();
      parallel.run(
          () -> {
            await().until(() -> !caller.isInterrupted()); // until the interruption was noticed
            done.incrementAndGet();
          });
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done).hasValue(1);
    }
  }

  @Test
  void theOtherCompensationsRunAfterOneThatThrewAnError() {
    var undo = new Undo();
    undo.add("first", done::incrementAndGet);
    undo.add("second", ParallelTest::fail);
    undo.run();
    assertThat(done).hasValue(1);
  }
}
