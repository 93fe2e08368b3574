package app.rostrum.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.notifications.Notification.Action;
import app.rostrum.testing.SessionBus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks a fake desktop on a real session bus of the test's own, where dbus-daemon is installed. */
@Timeout(120)
class SessionNotificationsTest {
  @TempDir Path home;
  private final List<String> chosen = new CopyOnWriteArrayList<>();
  private SessionBus bus;
  private Notifications notifications;
  private Optional<DBusConnection> docks = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    assumeTrue(SessionBus.installed("dbus-daemon"));
    bus = SessionBus.start(home);
    notifications = new SessionNotifications(bus.address(), "Rostrum", "app.rostrum.Rostrum");
  }

  @AfterEach
  void stop() {
    if (bus != null) {
      notifications.close();
      docks.ifPresent(DBusConnection::disconnect);
      bus.close();
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private Notification notification(String title, String text) {
    return new Notification(
        title,
        text,
        () -> chosen.add("open " + title),
        List.of(
            new Action("Join", () -> chosen.add("join " + title)),
            new Action("Not now", () -> chosen.add("decline " + title))));
  }

  @Test
  void aNotificationIsShownReplacedChosenAndTakenBack() throws Exception {
    try (var desktop = new FakeDesktop(bus.address(), "actions", "body", "body-markup")) {
      assertThat(notifications.available().get(60, TimeUnit.SECONDS)).isTrue();
      notifications.show("hand", notification("Coffee", "<b>Zoë</b> & Bob"));
      soon().until(() -> desktop.asked().size() == 1);
      FakeDesktop.Asked first = desktop.asked().getFirst();
      assertThat(first.summary()).isEqualTo("Coffee");
      assertThat(first.body()).isEqualTo("&lt;b&gt;Zoë&lt;/b&gt; &amp; Bob");
      assertThat(first.actions())
          .containsExactly("default", "Rostrum", "action-0", "Join", "action-1", "Not now");
      notifications.show("hand", notification("Tea", "x".repeat(1_000)));
      soon().until(() -> desktop.asked().size() == 2);
      FakeDesktop.Asked second = desktop.asked().getLast();
      assertThat(second.replaces()).isEqualTo(first.id());
      assertThat(second.body()).hasSize(400).endsWith("x…");
      desktop.choose(second.id() + 1, "default");
      desktop.choose(second.id(), "default");
      desktop.choose(second.id(), "action-0");
      desktop.choose(second.id(), "action-2");
      desktop.choose(second.id(), "action-1");
      soon()
          .untilAsserted(
              () -> assertThat(chosen).containsExactly("open Tea", "join Tea", "decline Tea"));
      notifications.withdraw("hand");
      soon().untilAsserted(() -> assertThat(desktop.closed()).containsExactly(second.id()));
      notifications.show("hand", notification("Milk", "one"));
      soon().until(() -> desktop.asked().size() == 3);
      assertThat(desktop.asked().getLast().replaces()).isZero();
    }
  }

  @Test
  void whatThePersonHasDismissedIsNotTakenBack() throws Exception {
    try (var desktop = new FakeDesktop(bus.address(), "body")) {
      notifications.show("hand", notification("Coffee", "a < b"));
      notifications.show("mention", notification("Tea", "b"));
      soon().until(() -> desktop.asked().size() == 2);
      FakeDesktop.Asked first = desktop.asked().getFirst();
      assertThat(first.actions()).isEmpty();
      assertThat(first.body()).isEqualTo("a < b");
      desktop.dismiss(first.id());
      notifications.show("again", notification("Milk", "c"));
      soon().until(() -> desktop.asked().size() == 3);
      notifications.close();
      soon().until(() -> desktop.closed().size() == 2);
      assertThat(desktop.closed()).doesNotContain(first.id());
    }
  }

  /** Listens as a dock does that shows numbers on icons. */
  private List<String> dock() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    docks = Optional.of(DBusConnectionBuilder.forAddress(bus.address()).withShared(false).build());
    docks
        .get()
        .addSigHandler(
            LauncherEntry.Update.class,
            update ->
                told.add(
                    "%s %s %s %s"
                        .formatted(
                            update.app,
                            update.properties.get("count"),
                            update.properties.get("count-visible"),
                            update.properties.get("urgent"))));
    return told;
  }

  @Test
  void theIconHasANumberAlsoWhereNothingShowsNotifications() throws Exception {
    List<String> told = dock();
    String app = "application://app.rostrum.Rostrum.desktop";
    notifications.badge(0);
    notifications.badge(2);
    notifications.badge(2);
    notifications.badge(1);
    notifications.badge(0);
    notifications.badge(7);
    notifications.close();
    soon()
        .untilAsserted(
            () ->
                assertThat(told)
                    .containsExactly(
                        app + " [2] [true] [true]",
                        app + " [1] [true] [false]",
                        app + " [0] [false] [false]",
                        app + " [7] [true] [true]",
                        app + " [0] [false] [false]"));
    assertThat(new LauncherEntry.Update("/app", app, Map.of("count", new Variant<>(7L))).getSig())
        .isEqualTo("sa{sv}");
    assertThat(new Variant<>(7L).getSig()).isEqualTo("x");
  }

  @Test
  void aDesktopThatStartsLaterIsFound() throws Exception {
    assertThat(notifications.available().get(60, TimeUnit.SECONDS)).isFalse();
    notifications.show("hand", notification("Coffee", "lost"));
    assertThat(notifications.available().get(60, TimeUnit.SECONDS)).isFalse();
    try (var desktop = new FakeDesktop(bus.address(), "body")) {
      assertThat(notifications.available().get(60, TimeUnit.SECONDS)).isTrue();
      notifications.show("hand", notification("Coffee", "found"));
      soon().until(() -> desktop.asked().size() == 1);
    }
  }

  @Test
  void aBusThatIsNotThereIsNoDesktop() throws Exception {
    try (var nowhere =
        new SessionNotifications(
            "unix:path=" + home.resolve("none"), "Rostrum", "app.rostrum.Rostrum")) {
      nowhere.show("hand", notification("Coffee", "lost"));
      assertThat(nowhere.available().get(60, TimeUnit.SECONDS)).isFalse();
    }
  }
}
