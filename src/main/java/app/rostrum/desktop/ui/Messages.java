package app.rostrum.desktop.ui;

/**
 * A recipient of short messages to the person. Messages are not worth an interruption: one is shown
 * at a time, equal ones count once, and what nobody had time to read is dropped. UI thread only.
 */
public interface Messages {
  /** Shows a message. */
  void show(Toasts.Kind kind, String text);

  /**
   * Shows a message in place of the last one on the same topic, if that is still shown or waits.
   *
   * @param topic never seen by the person
   */
  void show(Toasts.Kind kind, String topic, String text);

  /**
   * Tells what has been done and offers an action for five seconds, typically to undo it. The
   * newest offer is shown first; an older one comes back after it, if its time is not over.
   *
   * @param label of the button, a verb
   * @param action runs at most once, when the button is pressed
   * @return withdraws the offer when closed, for what has been overtaken by events
   */
  Pin offer(String text, String label, Runnable action);
}
