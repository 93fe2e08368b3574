package app.rostrum.desktop.ui;

import java.time.Duration;

/**
 * The hop to the UI thread, and time on it. ViewModels take it as a parameter, so that their tests
 * need no toolkit.
 */
public interface UiThread {
  /** Runs soon on the UI thread, in order. */
  void run(Runnable action);

  /** Runs once on the UI thread when the next pulse begins. Safe for any thread. */
  void onNextPulse(Runnable action);

  /** Runs once on the UI thread after a while, unless closed before. UI thread only. */
  Pin after(Duration delay, Runnable action);

  /** Runs on the UI thread again and again until closed. UI thread only. */
  Pin every(Duration period, Runnable action);
}
