package app.rostrum.globalkeys;

import app.rostrum.globalkeys.GlobalShortcuts.Registry;
import app.rostrum.globalkeys.GlobalShortcuts.Request;
import app.rostrum.globalkeys.GlobalShortcuts.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/** A desktop's portal of keys on a bus, and the person who answers it. */
final class FakePortal implements AutoCloseable {
  /** The answer of the person or the desktop to the wish for a key. */
  enum Answer {
    ALLOWED,
    DECLINED,
    /** Said yes, but to no key. */
    NONE_OF_THEM,
    NOT_YET
  }

  private final DBusConnection connection;
  private final Answer answer;
  private final boolean knowsNames;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Optional<DBusPath> session = Optional.empty();

  /**
   * @param knowsNames whether programs outside of a sandbox can say who they are; those that do not
   *     get no session
   */
  FakePortal(String bus, Answer answer, boolean knowsNames) throws DBusException {
    this.answer = answer;
    this.knowsNames = knowsNames;
    connection = DBusConnectionBuilder.forAddress(bus).withShared(false).build();
    connection.exportObject(GlobalShortcuts.PATH, new Portals());
    connection.requestBusName(GlobalShortcuts.BUS_NAME);
  }

  /** The calls so far, in order. */
  List<String> asked() {
    return asked;
  }

  void press() throws DBusException {
    connection.sendMessage(
        new GlobalShortcuts.Activated(
            GlobalShortcuts.PATH, session.orElseThrow(), "talk", new UInt64(1), Map.of()));
  }

  void release() throws DBusException {
    connection.sendMessage(
        new GlobalShortcuts.Deactivated(
            GlobalShortcuts.PATH, session.orElseThrow(), "talk", new UInt64(2), Map.of()));
  }

  /** Presses the key of another program. */
  void pressElsewhere() throws DBusException {
    connection.sendMessage(
        new GlobalShortcuts.Activated(
            GlobalShortcuts.PATH,
            new DBusPath(GlobalShortcuts.PATH + "/session/other/one"),
            "talk",
            new UInt64(1),
            Map.of()));
  }

  void closeSession() throws DBusException {
    connection.sendMessage(new Session.Closed(session.orElseThrow().getPath(), Map.of()));
  }

  @Override
  public void close() {
    connection.disconnect();
  }

  private static String name(String sender) {
    return sender.substring(1).replace('.', '_');
  }

  private static Object value(Map<String, Variant<?>> of, String key) {
    return Objects.requireNonNull(of.get(key), key).getValue();
  }

  private DBusPath respond(
      Map<String, Variant<?>> options, int response, Map<String, Variant<?>> results) {
    String sender = name(DBusConnection.getCallInfo().getSource());
    String path =
        GlobalShortcuts.PATH + "/request/" + sender + "/" + value(options, "handle_token");
    try {
      if (response >= 0) {
        connection.sendMessage(new Request.Response(path, new UInt32(response), results));
      }
    } catch (DBusException e) {
      throw new DBusExecutionException(e.toString());
    }
    return new DBusPath(path);
  }

  /** The object with all portals. */
  public final class Portals implements GlobalShortcuts, Registry, Properties {
    private boolean named;

    @Override
    public void Register(String app, Map<String, Variant<?>> options) {
      if (!knowsNames) {
        throw new DBusExecutionException("no such interface");
      }
      named = true;
      asked.add("register " + app);
    }

    @Override
    public DBusPath CreateSession(Map<String, Variant<?>> options) {
      if (!named && answer == Answer.DECLINED) {
        throw new DBusExecutionException("An app id is required");
      }
      String sender = name(DBusConnection.getCallInfo().getSource());
      String handle = PATH + "/session/" + sender + "/" + value(options, "session_handle_token");
      session = Optional.of(new DBusPath(handle));
      try {
        connection.exportObject(handle, new OneSession(handle));
      } catch (DBusException e) {
        throw new DBusExecutionException(e.toString());
      }
      asked.add("create");
      return respond(options, 0, Map.of("session_handle", new Variant<>(handle)));
    }

    @Override
    public DBusPath BindShortcuts(
        DBusPath to, List<Shortcut> shortcuts, String parent, Map<String, Variant<?>> options) {
      for (Shortcut shortcut : shortcuts) {
        asked.add(
            "bind %s %s %s"
                .formatted(
                    shortcut.id,
                    value(shortcut.details, "preferred_trigger"),
                    value(shortcut.details, "description")));
      }
      return switch (answer) {
        case ALLOWED -> {
          var bound = new Shortcut("talk", Map.of("trigger_description", new Variant<>("Meta+F8")));
          yield respond(
              options, 0, Map.of("shortcuts", new Variant<>(List.of(bound), "a(sa{sv})")));
        }
        case NONE_OF_THEM ->
            respond(
                options, 0, Map.of("shortcuts", new Variant<>(List.<Shortcut>of(), "a(sa{sv})")));
        case DECLINED -> respond(options, 1, Map.of());
        case NOT_YET -> respond(options, -1, Map.of());
      };
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A> A Get(String type, String property) {
      if (!type.equals(GlobalShortcuts.NAME) || !property.equals("version")) {
        throw new DBusExecutionException("no such property");
      }
      return (A) new UInt32(1);
    }

    @Override
    public <A> void Set(String type, String property, A value) {
      throw new DBusExecutionException("not to be written");
    }

    @Override
    public Map<String, Variant<?>> GetAll(String type) {
      return Map.of();
    }

    @Override
    public boolean isRemote() {
      return false;
    }

    @Override
    public String getObjectPath() {
      return PATH;
    }
  }

  /** A session that a program can close. */
  public final class OneSession implements Session, DBusInterface {
    private final String path;

    OneSession(String path) {
      this.path = path;
    }

    @Override
    public void Close() {
      asked.add("close");
    }

    @Override
    public boolean isRemote() {
      return false;
    }

    @Override
    public String getObjectPath() {
      return path;
    }
  }
}
