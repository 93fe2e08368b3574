package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WorkTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final List<Object> outcomes = new ArrayList<>();

  private Pin run(Work work, Throwable failure) {
    return work.run(
        () -> {
          throw WorkTest.<RuntimeException>unchecked(failure);
        },
        outcomes::add,
        outcomes::add);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }

  /** Without an outcome the screen would wait for ever. */
  @Test
  void whateverTheTaskThrowsIsAnOutcome() {
    var work = new Work(Runnable::run, ui);
    List<Throwable> failures =
        List.of(
            new IllegalStateException(),
            new NoClassDefFoundError(),
            new StackOverflowError(),
            new AssertionError(),
            new OutOfMemoryError("for the test"));
    failures.forEach(failure -> run(work, failure));
    assertThat(outcomes).isEqualTo(failures);
    work.run(() -> "next", outcomes::add, outcomes::add);
    assertThat(outcomes).endsWith("next");
  }

  @Test
  void aTaskThatTheExecutorRefusesHasFailed() {
    var refusal = new RejectedExecutionException("closed");
    var work =
        new Work(
            task -> {
              throw refusal;
            },
            ui);
    work.run(() -> "never", outcomes::add, outcomes::add);
    assertThat(outcomes).containsExactly(refusal);
  }

  @Test
  void aClosedPinReceivesNoOutcome() {
    Queue<Runnable> background = new ArrayDeque<>();
    var work = new Work(background::add, ui);
    work.run(() -> "done", outcomes::add, outcomes::add).close();
    run(work, new IllegalStateException()).close();
    background.forEach(Runnable::run);
    assertThat(outcomes).isEmpty();
  }
}
