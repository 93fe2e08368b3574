package app.rostrum.desktop.alerts;

import app.rostrum.desktop.ui.Work;
import app.rostrum.notifications.Notification;
import app.rostrum.notifications.Notification.Action;
import app.rostrum.notifications.Notifications;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * Shows what the person wants to know as notifications of the desktop while the window is not in
 * front; when it is in front again, they are taken back. One of a kind at a time, and a flood
 * changes it every few seconds only. One for each window. UI thread only.
 */
public final class AlertNotifications {
  /** The kinds of notifications. */
  public enum Kind {
    /** Listeners have raised a hand, which concerns host and co-hosts. */
    HAND,
    /** This person is invited to speak. */
    INVITATION,
    /** This person is mentioned in the chat. */
    MENTION;

    /** Returns the name in ids and in the keys of settings. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A button of a notification.
   *
   * @param toFront whether it brings the window to the front, before it acts
   */
  public record Reply(String label, boolean toFront, Runnable act) {}

  /** The least time between two changes of a notification. */
  static final Duration REST = Duration.ofSeconds(3);

  private final Notifications desktop;
  private final Work work;
  private final AlertSettings settings;
  private final Runnable bringToFront;
  private final Set<Kind> shown = EnumSet.noneOf(Kind.class);
  private final Set<Kind> resting = EnumSet.noneOf(Kind.class);
  private final Map<Kind, Notification> waiting = new EnumMap<>(Kind.class);
  private final ReadOnlyBooleanWrapper available = new ReadOnlyBooleanWrapper();
  private boolean inFront;

  /**
   * @param bringToFront brings the window to the front, when a notification is chosen
   */
  public AlertNotifications(
      Notifications desktop, Work work, AlertSettings settings, Runnable bringToFront) {
    this.desktop = desktop;
    this.work = work;
    this.settings = settings;
    this.bringToFront = bringToFront;
  }

  /** Notes whether the window is in front. */
  public void setInFront(boolean now) {
    inFront = now;
    if (now) {
      withdraw();
    }
  }

  /**
   * Shows a notification in place of the one of its kind, if it is wanted and the window is not in
   * front.
   *
   * @param chosen runs when the person chooses the notification, after the window came to the front
   */
  public void show(Kind kind, String title, String text, Runnable chosen, List<Reply> replies) {
    if (inFront || !settings.wants(kind)) {
      return;
    }
    var notification =
        new Notification(
            title,
            text,
            () -> choose(new Reply("", true, chosen)),
            replies.stream().map(reply -> new Action(reply.label(), () -> choose(reply))).toList());
    if (resting.contains(kind)) {
      waiting.put(kind, notification);
    } else {
      send(kind, notification);
    }
  }

  private void choose(Reply reply) {
    work.ui()
        .run(
            () -> {
              if (reply.toFront()) {
                bringToFront.run();
              }
              reply.act().run();
            });
  }

  private void send(Kind kind, Notification notification) {
    shown.add(kind);
    desktop.show(kind.id(), notification);
    resting.add(kind);
    work.ui()
        .after(
            REST,
            () -> {
              resting.remove(kind);
              Notification next = waiting.remove(kind);
              if (next != null) {
                send(kind, next);
              }
            });
  }

  /** Takes the notification of a kind back. */
  public void withdraw(Kind kind) {
    waiting.remove(kind);
    if (shown.remove(kind)) {
      desktop.withdraw(kind.id());
    }
  }

  /** Takes all notifications back. */
  public void withdraw() {
    for (Kind kind : Kind.values()) {
      withdraw(kind);
    }
  }

  /** Looks whether the desktop shows notifications. */
  public void look() {
    desktop.available().thenAccept(now -> work.ui().run(() -> available.set(now)));
  }

  /** True if the last look found that the desktop shows notifications. */
  public ReadOnlyBooleanProperty availableProperty() {
    return available.getReadOnlyProperty();
  }
}
