package app.rostrum.notifications;

import java.util.Optional;

/**
 * A short message of the desktop, beside or above all windows.
 *
 * @param title a line of plain text; cut where it is too long, as the text is
 * @param text plain text
 * @param open runs when the person chooses the notification
 * @param action a button, where the desktop shows any
 */
public record Notification(String title, String text, Runnable open, Optional<Action> action) {
  /** A button of a notification. */
  public record Action(String label, Runnable run) {}
}
