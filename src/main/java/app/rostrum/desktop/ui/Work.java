package app.rostrum.desktop.ui;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs what blocks in the background and hands its outcome to the UI thread.
 *
 * @param background where it blocks
 * @param ui where the outcome is wanted
 */
public record Work(Executor background, UiThread ui) {
  /**
   * Runs a task.
   *
   * @return closed, it gives up: neither outcome is heard of. The task itself goes on to its end
   */
  public <T> Pin run(Supplier<T> task, Consumer<T> done, Consumer<Throwable> failed) {
    var wanted = new AtomicBoolean(true);
    background.execute(
        () -> {
          try {
            T result = task.get();
            ui.run(
                () -> {
                  if (wanted.getAndSet(false)) {
                    done.accept(result);
                  }
                });
          } catch (RuntimeException | LinkageError e) {
            ui.run(
                () -> {
                  if (wanted.getAndSet(false)) {
                    failed.accept(e);
                  }
                });
          }
        });
    return () -> wanted.set(false);
  }
}
