package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorLoopTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private final ExecutorLoop loop = new ExecutorLoop("loop-test");

  @AfterEach
  void shutDown() {
    loop.shutdown();
  }

  private static void fail() {
    throw new AssertionError("thrown by a test");
  }

  @Test
  void theNextTaskRunsAfterOneThatThrewAnError() {
    var next = new CompletableFuture<Boolean>();
    loop.post(ExecutorLoopTest::fail);
    loop.post(() -> next.complete(loop.isCurrent()));
    assertThat(next).succeedsWithin(LIMIT).isEqualTo(true);
    assertThat(loop.isCurrent()).isFalse();
  }

  @Test
  void theNextTimerFiresAfterOneThatThrewAnError() {
    var next = new CompletableFuture<Boolean>();
    loop.after(Duration.ZERO, ExecutorLoopTest::fail);
    loop.after(Duration.ofMillis(1), () -> next.complete(loop.isCurrent()));
    assertThat(next).succeedsWithin(LIMIT).isEqualTo(true);
  }

  @Test
  void theNextCallRunsAfterOneThatThrewAnError() {
    var next = new CompletableFuture<Boolean>();
    loop.async(ExecutorLoopTest::fail);
    loop.async(() -> next.complete(loop.isCurrent()));
    assertThat(next).succeedsWithin(LIMIT).isEqualTo(false);
  }

  @Test
  void tasksRunInTheOrderGiven() {
    List<Integer> ran = new CopyOnWriteArrayList<>();
    var last = new CompletableFuture<Void>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.post(() -> ran.add(number));
    }
    loop.post(() -> last.complete(null));
    assertThat(last).succeedsWithin(LIMIT);
    assertThat(ran).isSorted().hasSize(100);
  }

  @Test
  void afterTheEndWhatWasPostedRunsAndNothingElse() {
    var posted = new CompletableFuture<Void>();
    List<String> late = new CopyOnWriteArrayList<>();
    loop.post(
        () -> {
          loop.post(() -> posted.complete(null));
          loop.shutdown();
          loop.post(() -> late.add("task"));
          loop.after(Duration.ZERO, () -> late.add("late timer"));
        });
    assertThat(posted).succeedsWithin(LIMIT);
    assertThat(late).isEmpty();
  }
}
