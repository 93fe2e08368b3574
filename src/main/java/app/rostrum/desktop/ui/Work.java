package app.rostrum.desktop.ui;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs blocking tasks in the background and hands their outcomes to the UI thread.
 *
 * @param background the executor of the tasks
 * @param ui the thread of the outcomes
 */
public record Work(Executor background, UiThread ui) {
  /**
   * Runs a task. Exactly one of the two consumers is called, whatever the task throws, unless the
   * pin is closed before.
   *
   * @return a pin that gives up waiting; the task itself goes on to its end
   */
  public <T> Pin run(Supplier<T> task, Consumer<T> done, Consumer<Throwable> failed) {
    var wanted = new AtomicBoolean(true);
    Consumer<Runnable> tell =
        outcome ->
            ui.run(
                () -> {
                  if (wanted.getAndSet(false)) {
                    outcome.run();
                  }
                });
    Runnable attempt =
        () -> {
          T result;
          try {
            result = task.get();
          } catch (Throwable failure) {
            tell.accept(() -> failed.accept(failure));
            return;
          }
          tell.accept(() -> done.accept(result));
        };
    try {
      background.execute(attempt);
    } catch (RuntimeException | OutOfMemoryError refused) {
      tell.accept(() -> failed.accept(refused));
    }
    return () -> wanted.set(false);
  }
}
