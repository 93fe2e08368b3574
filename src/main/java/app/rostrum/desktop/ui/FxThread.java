package app.rostrum.desktop.ui;

import java.time.Duration;
import javafx.animation.Animation;
import javafx.animation.AnimationTimer;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;

/** The JavaFX application thread. */
public final class FxThread implements UiThread {
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
    return start(delay, action, 1);
  }

  @Override
  public Pin every(Duration period, Runnable action) {
    return start(period, action, Animation.INDEFINITE);
  }

  private static Pin start(Duration period, Runnable action, int cycles) {
    var timeline =
        new Timeline(
            new KeyFrame(
                javafx.util.Duration.millis(Math.max(1, period.toMillis())), e -> action.run()));
    timeline.setCycleCount(cycles);
    timeline.play();
    return timeline::stop;
  }
}
