package app.rostrum.desktop.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.alerts.AlertNotifications.Kind;
import app.rostrum.desktop.services.PreferenceStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertBadgeTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final FakeNotifications desktop = new FakeNotifications();
  private final AlertSettings settings = new AlertSettings(PreferenceStore.inMemory());
  private final AlertBadge badge = new AlertBadge(desktop, ui, settings);

  private int count() {
    return badge.countProperty().get();
  }

  @Test
  void handsAndMentionsAreCountedUntilTheWindowIsInFront() {
    badge.raised("Zoë");
    badge.raised("Zoë");
    badge.mentioned(2);
    assertThat(count()).isEqualTo(3);
    badge.setRaised(List.of("Linus"));
    assertThat(count()).isEqualTo(2);
    badge.setInFront(true);
    assertThat(count()).isZero();
    badge.raised("Linus");
    badge.mentioned(1);
    assertThat(count()).isZero();
    badge.setInFront(false);
    badge.raised("Bob");
    assertThat(count()).isEqualTo(1);
    badge.clear();
    assertThat(count()).isZero();
  }

  @Test
  void aFloodChangesTheIconEverySecondAndEndsWithTheNewestNumber() {
    for (int i = 0; i < 1_000; i++) {
      badge.raised("hand " + i);
    }
    assertThat(desktop.badges()).containsExactly(1);
    ui.pass(AlertBadge.REST);
    assertThat(desktop.badges()).containsExactly(1, 1_000);
    badge.setInFront(true);
    assertThat(desktop.badges()).containsExactly(1, 1_000, 0);
    ui.pass(AlertBadge.REST);
    assertThat(desktop.badges()).hasSize(3);
    assertThat(ui.timers()).isZero();
  }

  @Test
  void aNumberThatIsGoneDoesNotComeBack() {
    badge.raised("Zoë");
    badge.raised("Bob");
    badge.clear();
    ui.pass(AlertBadge.REST);
    assertThat(desktop.badges()).containsExactly(1, 0);
  }

  @Test
  void whatIsNotToBeToldIsNotCounted() {
    settings.notificationProperty(Kind.HAND).set(false);
    badge.raised("Zoë");
    assertThat(count()).isZero();
    settings.notificationsProperty().set(false);
    badge.mentioned(1);
    assertThat(desktop.badges()).isEmpty();
  }
}
