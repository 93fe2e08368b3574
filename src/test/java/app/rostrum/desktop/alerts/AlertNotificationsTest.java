package app.rostrum.desktop.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.alerts.AlertNotifications.Kind;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.ui.Work;
import app.rostrum.notifications.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AlertNotificationsTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeNotifications desktop = new FakeNotifications();
  private final AlertSettings settings = new AlertSettings(PreferenceStore.inMemory());
  private final AlertNotifications alerts = alerts(desktop);
  private int broughtToFront;

  private AlertNotifications alerts(Notifications of) {
    return new AlertNotifications(
        of, new Work(Runnable::run, ui), settings, () -> broughtToFront++);
  }

  private void show(Kind kind, String text) {
    alerts.show(kind, "Coffee", text, () -> {}, List.of());
  }

  @Test
  void aFloodChangesANotificationEveryFewSecondsAndEndsWithTheNewest() {
    for (int i = 0; i < 1_000; i++) {
      show(Kind.HAND, "hand " + i);
    }
    assertThat(desktop.history()).containsExactly("Coffee: hand 0");
    assertThat(ui.timers()).isEqualTo(1);
    ui.pass(AlertNotifications.REST);
    assertThat(desktop.history()).containsExactly("Coffee: hand 0", "Coffee: hand 999");
    ui.pass(Duration.ofMinutes(1));
    assertThat(desktop.history()).hasSize(2);
    assertThat(ui.timers()).isZero();
  }

  @Test
  void nothingIsShownWhileTheWindowIsInFront() {
    show(Kind.HAND, "one");
    show(Kind.HAND, "two");
    alerts.setInFront(true);
    assertThat(desktop.seen()).isEmpty();
    show(Kind.MENTION, "three");
    ui.pass(AlertNotifications.REST);
    assertThat(desktop.history()).containsExactly("Coffee: one");
    alerts.setInFront(false);
    show(Kind.MENTION, "four");
    Objects.requireNonNull(desktop.seen().get("mention")).open().run();
    assertThat(broughtToFront).isEqualTo(1);
  }

  @Test
  void eachKindAndAllOfThemCanBeTurnedOff() {
    settings.notificationProperty(Kind.HAND).set(false);
    show(Kind.HAND, "one");
    assertThat(desktop.history()).isEmpty();
    show(Kind.MENTION, "two");
    settings.notificationsProperty().set(false);
    show(Kind.INVITATION, "three");
    assertThat(desktop.history()).containsExactly("Coffee: two");
  }

  @Test
  void aDesktopWithoutNotificationsOffersNone() {
    alerts.look();
    assertThat(alerts.availableProperty().get()).isTrue();
    AlertNotifications none = alerts(Notifications.NONE);
    none.look();
    assertThat(none.availableProperty().get()).isFalse();
  }

  @Test
  void aNameIsMentionedAsAWholeOrByItsFirstWordAfterAnAt() {
    assertThat(Mention.in("thanks, ada lovelace!", "Ada Lovelace")).isTrue();
    assertThat(Mention.in("@ada?", "Ada Lovelace")).isTrue();
    assertThat(Mention.in("Ada", "Ada Lovelace")).isFalse();
    assertThat(Mention.in("@adam and Adamada", "Ada")).isFalse();
    assertThat(Mention.in("Adam, Ada", "Ada")).isTrue();
    assertThat(Mention.in("@ @", "")).isFalse();
    assertThat(Mention.in("ask 😀ada😀", "Ada")).isTrue();
  }
}
