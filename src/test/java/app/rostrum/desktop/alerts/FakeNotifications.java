package app.rostrum.desktop.alerts;

import app.rostrum.notifications.Notification;
import app.rostrum.notifications.Notifications;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A desktop that keeps the notifications that a person would see, by their keys. */
public final class FakeNotifications implements Notifications {
  private final Map<String, Notification> seen = new LinkedHashMap<>();
  private final List<String> history = new ArrayList<>();
  private final List<Integer> badges = new ArrayList<>();

  @Override
  public CompletableFuture<Boolean> available() {
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public void show(String key, Notification notification) {
    seen.put(key, notification);
    history.add(notification.title() + ": " + notification.text());
  }

  @Override
  public void withdraw(String key) {
    seen.remove(key);
  }

  @Override
  public void badge(int count) {
    badges.add(count);
  }

  @Override
  public void close() {
    seen.clear();
  }

  /** Returns what a person would see now. */
  public Map<String, Notification> seen() {
    return seen;
  }

  /** Returns the numbers that were on the icon one after another, 0 for none. */
  public List<Integer> badges() {
    return badges;
  }

  /** Returns titles and texts of all that was ever shown. */
  public List<String> history() {
    return history;
  }
}
