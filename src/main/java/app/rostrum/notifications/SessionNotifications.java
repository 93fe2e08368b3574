package app.rostrum.notifications;

import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notifications of a Linux desktop, over the session bus. The bus is connected to when it is
 * first needed, and anew after it was lost. While a desktop does not answer, only the newest wish
 * for each key waits.
 */
public final class SessionNotifications implements Notifications {
  private static final Logger log = LoggerFactory.getLogger(SessionNotifications.class);

  /** The longest wait for a desktop at the end of the program. */
  private static final Duration LEAVE = Duration.ofSeconds(2);

  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_TEXT = 400;
  private static final int AS_THE_DESKTOP_LIKES = -1;

  /** The key of a notification's first button; the others have the next numbers. */
  private static final String ACTION = "action-";

  private final String bus;
  private final String app;
  private final SerialExecutor executor = new SerialExecutor("notifications");

  /** The wishes that were not yet passed on; an empty one withdraws. */
  private final Map<String, Optional<Notification>> wanted = new LinkedHashMap<>();

  // Only on the executor.
  private final LauncherBadge badge;
  private final Map<String, Shown> shown = new HashMap<>();
  private @Nullable Service service;

  private record Shown(UInt32 id, Notification notification) {}

  /** The connected service and what it can do. */
  private record Service(
      DBusConnection connection, NotificationService remote, List<String> capabilities) {}

  /**
   * @param bus the address of the session bus
   * @param app the name of the app for the person
   * @param desktopFile the name of the app's desktop file, without the ending
   */
  public SessionNotifications(String bus, String app, String desktopFile) {
    this.bus = bus;
    this.app = app;
    this.badge = new LauncherBadge(bus, desktopFile);
  }

  /** Returns the notifications of this desktop session; none where there is no session bus. */
  public static Notifications ofSession(String app, String desktopFile) {
    String bus = System.getenv("DBUS_SESSION_BUS_ADDRESS");
    return bus == null || !bus.startsWith("unix:")
        ? NONE
        : new SessionNotifications(bus.split(";", 2)[0], app, desktopFile);
  }

  @Override
  public CompletableFuture<Boolean> available() {
    var answer = new CompletableFuture<Boolean>();
    if (!executor.offer(() -> answer.complete(answers()))) {
      answer.complete(false);
    }
    return answer;
  }

  @Override
  public void show(String key, Notification notification) {
    want(key, Optional.of(notification));
  }

  @Override
  public void withdraw(String key) {
    want(key, Optional.empty());
  }

  @Override
  public void badge(int count) {
    executor.execute(() -> badge.show(count));
  }

  private void want(String key, Optional<Notification> wish) {
    boolean first;
    synchronized (wanted) {
      first = wanted.isEmpty();
      wanted.put(key, wish);
    }
    if (first) {
      executor.execute(this::passOn);
    }
  }

  @Override
  public void close() {
    executor.execute(
        () -> {
          List.copyOf(shown.keySet()).forEach(key -> passOn(key, Optional.empty()));
          disconnect();
          badge.close();
        });
    if (!executor.close(LEAVE)) {
      log.info("the desktop does not take its notifications back in time");
    }
  }

  private boolean answers() {
    try {
      connected();
      return true;
    } catch (DBusException | RuntimeException e) {
      log.info("no notifications: {}", e.toString());
      disconnect();
      return false;
    }
  }

  private void passOn() {
    Map<String, Optional<Notification>> wishes;
    synchronized (wanted) {
      wishes = new LinkedHashMap<>(wanted);
      wanted.clear();
    }
    wishes.forEach(this::passOn);
  }

  private void passOn(String key, Optional<Notification> wish) {
    Shown before = shown.remove(key);
    try {
      if (wish.isPresent()) {
        UInt32 replaces = before == null ? new UInt32(0) : before.id;
        shown.put(key, new Shown(notify(connected(), replaces, wish.get()), wish.get()));
      } else if (before != null) {
        connected().remote.CloseNotification(before.id);
      }
    } catch (DBusException | RuntimeException e) {
      // What the service refuses arrives as an unchecked exception.
      log.info("a notification was not passed on: {}", e.toString());
      disconnect();
    }
  }

  private UInt32 notify(Service to, UInt32 replaces, Notification notification) {
    var actions = new ArrayList<String>();
    if (to.capabilities.contains("actions")) {
      actions.addAll(List.of(NotificationService.DEFAULT_ACTION, app));
      for (int i = 0; i < notification.actions().size(); i++) {
        actions.addAll(List.of(ACTION + i, notification.actions().get(i).label()));
      }
    }
    String text = cut(notification.text(), LONGEST_TEXT);
    return to.remote.Notify(
        app,
        replaces,
        "",
        cut(notification.title(), LONGEST_TITLE),
        to.capabilities.contains("body-markup") ? escaped(text) : text,
        actions,
        Map.of("category", new Variant<>("im.received")),
        AS_THE_DESKTOP_LIKES);
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Takes their meaning from the characters of the specification's markup. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private Service connected() throws DBusException {
    Service open = service;
    if (open != null && open.connection.isConnected()) {
      return open;
    }
    disconnect();
    shown.clear();
    DBusConnection connection = DBusConnectionBuilder.forAddress(bus).withShared(false).build();
    try {
      DBus names =
          connection.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
      if (!names.NameHasOwner(NotificationService.BUS_NAME)
          && !List.of(names.ListActivatableNames()).contains(NotificationService.BUS_NAME)) {
        throw new DBusException("nothing shows notifications here");
      }
      NotificationService remote =
          connection.getRemoteObject(
              NotificationService.BUS_NAME, NotificationService.PATH, NotificationService.class);
      connection.addSigHandler(
          NotificationService.ActionInvoked.class,
          signal -> executor.execute(() -> chosen(signal.id, signal.action)));
      connection.addSigHandler(
          NotificationService.NotificationClosed.class,
          signal -> executor.execute(() -> closed(signal.id)));
      var fresh = new Service(connection, remote, remote.GetCapabilities());
      service = fresh;
      return fresh;
    } catch (DBusException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private void chosen(UInt32 id, String action) {
    shown.values().stream()
        .filter(one -> one.id.equals(id))
        .findFirst()
        .map(Shown::notification)
        .flatMap(notification -> meant(notification, action))
        .ifPresent(run -> Threads.contain("notification", run));
  }

  private static Optional<Runnable> meant(Notification notification, String action) {
    if (action.equals(NotificationService.DEFAULT_ACTION)) {
      return Optional.of(notification.open());
    }
    return IntStream.range(0, notification.actions().size())
        .filter(i -> action.equals(ACTION + i))
        .mapToObj(i -> notification.actions().get(i).run())
        .findFirst();
  }

  private void closed(UInt32 id) {
    shown.values().removeIf(one -> one.id.equals(id));
  }

  private void disconnect() {
    if (service != null) {
      close(service.connection);
      service = null;
    }
  }

  private static void close(DBusConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      log.debug("the session bus: {}", e.toString());
    }
  }
}
