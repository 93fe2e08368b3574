package app.rostrum.desktop.alerts;

import app.rostrum.desktop.alerts.AlertNotifications.Kind;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.notifications.Notifications;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * Counts what happened while the window was not in front and still waits for the person: raised
 * hands and mentions, if notifications of them are wanted. The number stands on the app's icon, and
 * in the window's title. One for each window. UI thread only.
 */
public final class AlertBadge {
  /** The least time between two changes of the icon. */
  static final Duration REST = Duration.ofSeconds(1);

  private final Notifications desktop;
  private final UiThread ui;
  private final AlertSettings settings;
  private final Set<String> hands = new HashSet<>();
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
  private int mentions;
  private boolean inFront;
  private boolean resting;
  private int onIcon;

  public AlertBadge(Notifications desktop, UiThread ui, AlertSettings settings) {
    this.desktop = desktop;
    this.ui = ui;
    this.settings = settings;
  }

  /** Notes whether the window is in front, where the person sees everything. */
  public void setInFront(boolean now) {
    inFront = now;
    if (now) {
      clear();
    }
  }

  /** Counts a hand that was raised. */
  public void raised(String identity) {
    if (!inFront && settings.wants(Kind.HAND) && hands.add(identity)) {
      recount();
    }
  }

  /** Counts the hands no more that are not among these. */
  public void setRaised(Collection<String> identities) {
    if (!hands.isEmpty() && hands.retainAll(Set.copyOf(identities))) {
      recount();
    }
  }

  /** Counts messages that speak of this person. */
  public void mentioned(int times) {
    if (!inFront && settings.wants(Kind.MENTION)) {
      mentions += times;
      recount();
    }
  }

  /** Begins anew, because everything was seen or the stream is left. */
  public void clear() {
    hands.clear();
    mentions = 0;
    recount();
  }

  private void recount() {
    count.set(hands.size() + mentions);
    if (count.get() == 0) {
      showOnIcon();
    } else if (!resting) {
      showOnIcon();
      resting = true;
      ui.after(
          REST,
          () -> {
            resting = false;
            showOnIcon();
          });
    }
  }

  private void showOnIcon() {
    if (onIcon != count.get()) {
      onIcon = count.get();
      desktop.badge(onIcon);
    }
  }

  /** The number of hands and mentions that wait. */
  public ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }
}
