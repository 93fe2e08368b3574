package app.rostrum.desktop.ui;

import app.rostrum.threads.Timers;
import java.time.Duration;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * The JavaFX application thread. Its timers are not the toolkit's animations, which have everything
 * looked over sixty times a second for as long as one of them waits.
 */
public final class FxThread implements UiThread {
  private static final Timers TIMERS = Timers.create("ui").on(Platform::runLater);

  @Override
  public void run(Runnable action) {
    Platform.runLater(action);
  }

  @Override
  public void onNextPulse(Runnable action) {
    Platform.runLater(
        () ->
            new AnimationTimer() {
              @Override
              public void handle(long now) {
                stop();
                action.run();
              }
            }.start());
  }

  @Override
  public Pin after(Duration delay, Runnable action) {
    return TIMERS.after(delay, action)::cancel;
  }

  @Override
  public Pin every(Duration period, Runnable action) {
    return TIMERS.every(period, action)::cancel;
  }
}
