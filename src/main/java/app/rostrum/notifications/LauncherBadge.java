package app.rostrum.notifications;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number on the app's icon in the dock or taskbar. Docks forget it when the connection that
 * told it ends, so one stays open from the first number on. One thread at a time.
 */
final class LauncherBadge {
  private static final Logger log = LoggerFactory.getLogger(LauncherBadge.class);
  private static final String PATH = "/app/rostrum/Rostrum";

  private final String bus;
  private final String app;
  private Optional<DBusConnection> connection = Optional.empty();
  private int shown;

  /**
   * @param bus the address of the session bus
   * @param desktopFile the name of the app's desktop file, without the ending
   */
  LauncherBadge(String bus, String desktopFile) {
    this.bus = bus;
    app = "application://" + desktopFile + ".desktop";
  }

  /** Shows a number; 0 takes it away. A failure is only logged. */
  void show(int count) {
    if (count == shown) {
      return;
    }
    try {
      connected()
          .sendMessage(
              new LauncherEntry.Update(
                  PATH,
                  app,
                  Map.of(
                      "count", new Variant<>((long) count),
                      "count-visible", new Variant<>(count > 0),
                      "urgent", new Variant<>(count > shown))));
      shown = count;
    } catch (DBusException | RuntimeException e) {
      log.info("no number on the icon: {}", e.toString());
      disconnect();
    }
  }

  /** Takes the number away and leaves the bus. */
  void close() {
    show(0);
    try {
      Optional<DBusConnection> open = connection.filter(DBusConnection::isConnected);
      if (open.isPresent()) {
        // Signals wait in a queue that closing drops; an answer comes after they have been sent.
        open.get()
            .getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class)
            .GetId();
      }
    } catch (DBusException | RuntimeException e) {
      log.debug("the session bus: {}", e.toString());
    }
    disconnect();
  }

  private DBusConnection connected() throws DBusException {
    Optional<DBusConnection> open = connection.filter(DBusConnection::isConnected);
    if (open.isEmpty()) {
      disconnect();
      open = Optional.of(DBusConnectionBuilder.forAddress(bus).withShared(false).build());
      connection = open;
    }
    return open.get();
  }

  private void disconnect() {
    shown = 0;
    connection.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            log.debug("the session bus: {}", e.toString());
          }
        });
    connection = Optional.empty();
  }
}
