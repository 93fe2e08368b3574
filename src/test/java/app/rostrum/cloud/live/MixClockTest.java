package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MixClockTest {
  private final MixClock clock = new MixClock(1);
  private final List<String> run = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    clock.close();
  }

  @Test
  void whatHasWaitedLongestRunsFirst() {
    var busy = new CountDownLatch(1);
    long now = System.nanoTime();
    clock.at(now - 10, () -> waitFor(busy));
    clock.at(now - 1, () -> run.add("last"));
    clock.at(now - 3, () -> run.add("first"));
    clock.at(now - 2, () -> run.add("second"));
    busy.countDown();
    await().until(() -> run.size() == 3);
    assertThat(run).containsExactly("first", "second", "last");
  }

  @Test
  void aMixThatIsAlwaysLateLetsTheOthersHaveTheirTurns() {
    var stop = new CountDownLatch(20);
    again(stop);
    clock.at(System.nanoTime(), () -> run.add("other"));
    await().until(() -> run.contains("other"));
    await().until(() -> stop.getCount() == 0);
  }

  @Test
  void aTurnThatFailsHarmsNoOther() {
    clock.at(
        System.nanoTime(),
        () -> {
          throw new AssertionError("on purpose");
        });
    clock.at(System.nanoTime(), () -> run.add("other"));
    await().until(() -> run.contains("other"));
  }

  /** Runs again and again, and each time at once. */
  private void again(CountDownLatch left) {
    left.countDown();
    if (left.getCount() > 0) {
      clock.at(System.nanoTime(), () -> again(left));
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
