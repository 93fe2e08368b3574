package app.rostrum.desktop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;

/** The JavaFX toolkit in tests. It runs until the end of the test run. */
public final class Fx {
  private static boolean started;

  private Fx() {}

  public static synchronized void start() {
    if (started) {
      return;
    }
    started = true;
    try {
      Platform.startup(() -> {});
    } catch (IllegalStateException e) {
      // Another test class has started it already.
    }
    Platform.setImplicitExit(false);
  }

  /** Runs an action on the UI thread and waits for it, 20 s at most. */
  public static <T> T call(Supplier<T> action) {
    start();
    return CompletableFuture.supplyAsync(action, Platform::runLater)
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  public static void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }
}
