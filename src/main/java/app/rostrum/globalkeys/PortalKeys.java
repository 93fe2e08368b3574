package app.rostrum.globalkeys;

import app.rostrum.globalkeys.GlobalKeys.End;
import app.rostrum.globalkeys.GlobalKeys.Listener;
import app.rostrum.globalkeys.GlobalKeys.Listening;
import app.rostrum.threads.SerialExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a desktop that has the GlobalShortcuts portal. Each key that is listened to has a
 * connection of its own, because a session can be asked for keys only once and ends with the
 * connection at the latest.
 */
final class PortalKeys {
  private static final Logger log = LoggerFactory.getLogger(PortalKeys.class);

  private final String bus;
  private final String app;

  /**
   * @param bus the address of the session bus
   * @param app the name of the app's desktop file, without the ending
   */
  PortalKeys(String bus, String app) {
    this.bus = bus;
    this.app = app;
  }

  /** Completes with whether the desktop has the portal. */
  CompletableFuture<Boolean> available() {
    var answer = new CompletableFuture<Boolean>();
    var executor = new SerialExecutor("portal-look");
    executor.execute(() -> answer.complete(answers()));
    executor.close();
    return answer;
  }

  private boolean answers() {
    try (DBusConnection connection =
        DBusConnectionBuilder.forAddress(bus).withShared(false).build()) {
      DBus names =
          connection.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
      if (!names.NameHasOwner(GlobalShortcuts.BUS_NAME)
          && !List.of(names.ListActivatableNames()).contains(GlobalShortcuts.BUS_NAME)) {
        return false;
      }
      Object version =
          connection
              .getRemoteObject(GlobalShortcuts.BUS_NAME, GlobalShortcuts.PATH, Properties.class)
              .Get(GlobalShortcuts.NAME, "version");
      log.debug("GlobalShortcuts portal, version {}", version);
      return true;
    } catch (Exception e) {
      // What the service refuses arrives as an unchecked exception.
      log.info("no keys by a portal: {}", e.toString());
      return false;
    }
  }

  /** Listens to a key until the listening is closed. */
  Listening listen(GlobalKey key, String purpose, Listener listener) {
    var executor = new SerialExecutor("portal-key");
    var pressed = new PressedKey(listener);
    var session = new PortalSession(executor, pressed, key, purpose, app);
    executor.execute(
        () -> {
          try {
            session.open(bus);
          } catch (DBusExecutionException e) {
            log.info("the portal gives no session: {}", e.toString());
            session.end(End.REFUSED);
          } catch (DBusException | RuntimeException e) {
            log.info("no key by the portal: {}", e.toString());
            session.end(End.LOST);
          }
        });
    return () -> {
      pressed.close();
      executor.execute(session::close);
      executor.close();
    };
  }
}
