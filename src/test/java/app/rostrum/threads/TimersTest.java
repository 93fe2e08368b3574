package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimersTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private final Timers timers = Timers.create("test");

  @AfterEach
  void close() {
    timers.close();
  }

  @Test
  void aTimerThatThrowsLeavesTheOthersAlone() throws Exception {
    var ran = new CountDownLatch(1);
    timers.after(
        SHORT,
        () -> {
          throw new AssertionError("thrown on purpose");
        });
    timers.after(Duration.ofMillis(5), ran::countDown);
    assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRepeatedTaskThatThrowsRunsAgain() throws Exception {
    var runs = new CountDownLatch(3);
    timers.every(
        SHORT,
        () -> {
          runs.countDown();
          throw new AssertionError("thrown on purpose");
        });
    assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRepeatedTaskRunsAgainAfterItsExecutorRefusedIt() throws Exception {
    var offered = new AtomicInteger();
    var ran = new CountDownLatch(1);
    timers
        .on(
            task -> {
              if (offered.incrementAndGet() == 1) {
                throw new RejectedExecutionException("refused on purpose");
              }
              task.run();
            })
        .every(SHORT, ran::countDown);
    assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRepeatedTaskDoesNotOverlapItself() throws Exception {
    var handedOver = new ConcurrentLinkedQueue<Runnable>();
    var later = new CountDownLatch(5);
    timers.on(handedOver::add).every(SHORT, () -> {});
    timers.every(Duration.ofMillis(2), later::countDown);
    assertThat(later.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(handedOver).hasSize(1);
  }

  @Test
  void aTaskThatIsCancelledWhileItWaitsForItsExecutorDoesNotRun() throws Exception {
    var waiting = new LinkedBlockingQueue<Runnable>();
    var ran = new AtomicInteger();
    List<Timers.Timer> cancelled =
        List.of(
            timers.on(waiting::add).after(SHORT, ran::incrementAndGet),
            timers.on(waiting::add).every(SHORT, ran::incrementAndGet),
            timers.after(SHORT, waiting::add, ran::incrementAndGet));
    var handedOver = new ArrayList<Runnable>();
    while (handedOver.size() < cancelled.size()) {
      handedOver.add(Objects.requireNonNull(waiting.poll(10, TimeUnit.SECONDS)));
    }
    cancelled.forEach(Timers.Timer::cancel);
    handedOver.forEach(Runnable::run);
    assertThat(ran).hasValue(0);
  }

  @Test
  void closingCancelsWhatIsDueOfTheseTimersAndNoOthers() throws Exception {
    var cancelled = new AtomicInteger();
    var others = new CountDownLatch(1);
    try (Timers neighbours = Timers.create("test-neighbours")) {
      timers.after(Duration.ofMillis(20), cancelled::incrementAndGet);
      timers.every(Duration.ofMillis(20), cancelled::incrementAndGet);
      timers.close();
      timers.after(SHORT, cancelled::incrementAndGet);
      neighbours.after(Duration.ofMillis(40), others::countDown);
      assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(cancelled).hasValue(0);
  }

  @Test
  void aCancelledTaskDoesNotRun() throws Exception {
    var cancelled = new AtomicInteger();
    var later = new CountDownLatch(1);
    Timers.Timer timer = timers.after(Duration.ofMillis(10), cancelled::incrementAndGet);
    timer.cancel();
    timer.cancel();
    timers.after(Duration.ofMillis(20), later::countDown);
    assertThat(later.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled).hasValue(0);
  }
}
