package app.rostrum.notifications;

import java.util.List;

/**
 * A short message of the desktop, beside or above all windows.
 *
 * @param title a line of plain text; cut where it is too long, as the text is
 * @param text plain text
 * @param open runs when the person chooses the notification
 * @param actions buttons, where the desktop shows any, the likeliest first
 */
public record Notification(String title, String text, Runnable open, List<Action> actions) {
  /** A button of a notification. */
  public record Action(String label, Runnable run) {}
}
