package app.rostrum.desktop.ui;

import java.time.Duration;

/**
 * Runs actions on the UI thread, soon, later or repeatedly. ViewModels take it as a parameter, so
 * that their tests need no toolkit.
 */
public interface UiThread {
  /** Runs an action soon on the UI thread, in order. Can be called from any thread. */
  void run(Runnable action);

  /**
   * Runs an action once on the UI thread when the next pulse begins. Can be called from any thread.
   */
  void onNextPulse(Runnable action);

  /**
   * Runs an action once on the UI thread after a delay, unless the pin is closed before. UI thread
   * only.
   */
  Pin after(Duration delay, Runnable action);

  /** Runs an action on the UI thread periodically until the pin is closed. UI thread only. */
  Pin every(Duration period, Runnable action);
}
