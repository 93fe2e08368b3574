package app.rostrum.desktop.alerts;

/** The ways in which a person is told of what happens while they do not look at the window. */
public record Alerts(
    AlertSettings settings,
    AlertSounds sounds,
    AlertNotifications notifications,
    AlertBadge badge) {
  /** Notes whether the window is in front. */
  public void setInFront(boolean now) {
    notifications.setInFront(now);
    badge.setInFront(now);
  }
}
