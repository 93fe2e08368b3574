package app.rostrum.globalkeys;

import app.rostrum.globalkeys.GlobalKeys.End;
import app.rostrum.globalkeys.GlobalKeys.Way;
import app.rostrum.globalkeys.GlobalShortcuts.Activated;
import app.rostrum.globalkeys.GlobalShortcuts.Deactivated;
import app.rostrum.globalkeys.GlobalShortcuts.Registry;
import app.rostrum.globalkeys.GlobalShortcuts.Request;
import app.rostrum.globalkeys.GlobalShortcuts.Session;
import app.rostrum.globalkeys.GlobalShortcuts.Shortcut;
import app.rostrum.threads.SerialExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusSigHandler;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the GlobalShortcuts portal with one key: created, asked for the key, then told of
 * it. Only on its executor.
 */
final class PortalSession {
  private static final Logger log = LoggerFactory.getLogger(PortalSession.class);
  private static final String ID = "talk";
  private static final int DONE = 0;

  private final SerialExecutor executor;
  private final PressedKey pressed;
  private final GlobalKey key;
  private final String purpose;
  private final String app;

  /** Hard to guess, as the portal wants it, because other programs could wait for it. */
  private final String token = "rostrum_" + UUID.randomUUID().toString().replace("-", "");

  private @Nullable DBusConnection connection;
  private @Nullable GlobalShortcuts portal;
  private Optional<DBusPath> session = Optional.empty();

  PortalSession(
      SerialExecutor executor, PressedKey pressed, GlobalKey key, String purpose, String app) {
    this.executor = executor;
    this.pressed = pressed;
    this.key = key;
    this.purpose = purpose;
    this.app = app;
  }

  /** Connects to the bus and asks for a session. */
  void open(String bus) throws DBusException {
    DBusConnection open =
        DBusConnectionBuilder.forAddress(bus)
            .withShared(false)
            .withDisconnectCallback(new Loss())
            .build();
    connection = open;
    register(open);
    open.addSigHandler(Request.Response.class, on(this::answered));
    open.addSigHandler(Session.Closed.class, on(this::closed));
    open.addSigHandler(Activated.class, on(this::activated));
    open.addSigHandler(Deactivated.class, on(this::deactivated));
    open.addSigHandler(DBus.NameOwnerChanged.class, on(this::ownerChanged));
    GlobalShortcuts asked =
        open.getRemoteObject(GlobalShortcuts.BUS_NAME, GlobalShortcuts.PATH, GlobalShortcuts.class);
    portal = asked;
    asked.CreateSession(
        Map.of(
            "handle_token",
            new Variant<>(token + "_create"),
            "session_handle_token",
            new Variant<>(token)));
  }

  private <T extends DBusSignal> DBusSigHandler<T> on(Consumer<T> use) {
    return signal -> executor.execute(() -> use.accept(signal));
  }

  /** Says who asks, so that the desktop can remember the answer; older desktops look elsewhere. */
  private void register(DBusConnection open) throws DBusException {
    try {
      open.getRemoteObject(GlobalShortcuts.BUS_NAME, GlobalShortcuts.PATH, Registry.class)
          .Register(app, Map.of());
    } catch (RuntimeException e) {
      log.debug("the portal does not take the app's name: {}", e.toString());
    }
  }

  private void answered(Request.Response answer) {
    if (answer.getPath().endsWith("/" + token + "_create")) {
      created(answer);
    } else if (answer.getPath().endsWith("/" + token + "_bind")) {
      bound(answer);
    }
  }

  private void created(Request.Response answer) {
    Variant<?> handle = answer.results.get("session_handle");
    GlobalShortcuts asked = portal;
    if (answer.response.intValue() != DONE || handle == null || asked == null) {
      end(End.REFUSED);
      return;
    }
    var made = new DBusPath(handle.getValue().toString());
    session = Optional.of(made);
    try {
      asked.BindShortcuts(
          made,
          List.of(
              new Shortcut(
                  ID,
                  Map.of(
                      "description",
                      new Variant<>(purpose),
                      "preferred_trigger",
                      new Variant<>(key.trigger())))),
          "",
          Map.of("handle_token", new Variant<>(token + "_bind")));
    } catch (RuntimeException e) {
      log.info("the portal gives no key: {}", e.toString());
      end(End.REFUSED);
    }
  }

  private void bound(Request.Response answer) {
    Variant<?> shortcuts = answer.results.get("shortcuts");
    boolean none =
        shortcuts != null && shortcuts.getValue() instanceof List<?> all && all.isEmpty();
    if (answer.response.intValue() != DONE || none) {
      end(End.REFUSED);
    } else {
      pressed.heard(Way.PORTAL, Optional.ofNullable(shortcuts).flatMap(PortalSession::trigger));
    }
  }

  /** Returns how the desktop names the keys to press, from {@code a(sa{sv})}. */
  private static Optional<String> trigger(Variant<?> shortcuts) {
    return shortcuts.getValue() instanceof List<?> all
            && all.getFirst() instanceof Object[] shortcut
            && shortcut.length == 2
            && shortcut[1] instanceof Map<?, ?> details
            && details.get("trigger_description") instanceof Variant<?> trigger
            && trigger.getValue() instanceof String text
            && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private boolean ours(DBusPath other) {
    return session.filter(made -> made.getPath().equals(other.getPath())).isPresent();
  }

  private void activated(Activated signal) {
    if (ours(signal.session) && signal.id.equals(ID)) {
      pressed.press();
    }
  }

  private void deactivated(Deactivated signal) {
    if (ours(signal.session) && signal.id.equals(ID)) {
      pressed.release();
    }
  }

  private void closed(Session.Closed signal) {
    if (session.filter(made -> made.getPath().equals(signal.getPath())).isPresent()) {
      session = Optional.empty();
      end(End.LOST);
    }
  }

  private void ownerChanged(DBus.NameOwnerChanged signal) {
    if (signal.name.equals(GlobalShortcuts.BUS_NAME) && !signal.oldOwner.isEmpty()) {
      session = Optional.empty();
      end(End.LOST);
    }
  }

  /** Ends, and says why. */
  void end(End reason) {
    pressed.end(reason);
    close();
  }

  /** Closes the session and leaves the bus. */
  void close() {
    DBusConnection open = connection;
    connection = null;
    if (open == null) {
      return;
    }
    try (open) {
      if (session.isPresent() && open.isConnected()) {
        open.getRemoteObject(GlobalShortcuts.BUS_NAME, session.get().getPath(), Session.class)
            .Close();
      }
    } catch (DBusException | IOException | RuntimeException e) {
      log.debug("the portal's session: {}", e.toString());
    }
  }

  /** Tells of a bus that is gone. */
  private final class Loss implements IDisconnectCallback {
    @Override
    public void disconnectOnError(IOException failure) {
      executor.execute(() -> end(End.LOST));
    }
  }
}
