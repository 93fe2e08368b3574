package app.rostrum.globalkeys;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/**
 * The GlobalShortcuts portal of a desktop, version 1, and what it stands on, as far as they are
 * used here, as D-Bus interfaces. Public, because the D-Bus library calls them by reflection.
 *
 * @see <a
 *     href="https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html">the
 *     portal</a>
 */
@DBusInterfaceName(GlobalShortcuts.NAME)
public interface GlobalShortcuts extends DBusInterface {
  String NAME = "org.freedesktop.portal.GlobalShortcuts";

  /** The name of all portals on the session bus. */
  String BUS_NAME = "org.freedesktop.portal.Desktop";

  /** The path of the one object with all portals. */
  String PATH = "/org/freedesktop/portal/desktop";

  /** Creates a session, whose handle comes with the response. Returns the request. */
  DBusPath CreateSession(Map<String, Variant<?>> options);

  /**
   * Asks for keys, once for each session; the desktop may ask the person.
   *
   * @param parent the window to ask above; empty for none
   * @return the request
   */
  DBusPath BindShortcuts(
      DBusPath session, List<Shortcut> shortcuts, String parent, Map<String, Variant<?>> options);

  /** A key and its effect. */
  final class Shortcut extends Struct {
    @Position(0)
    public final String id;

    @Position(1)
    public final Map<String, Variant<?>> details;

    public Shortcut(String id, Map<String, Variant<?>> details) {
      this.id = id;
      this.details = details;
    }
  }

  /** A signal: a key went down. */
  final class Activated extends DBusSignal {
    public final DBusPath session;
    public final String id;
    public final UInt64 milliseconds;
    public final Map<String, Variant<?>> options;

    public Activated(
        String path,
        DBusPath session,
        String id,
        UInt64 milliseconds,
        Map<String, Variant<?>> options)
        throws DBusException {
      super(path, session, id, milliseconds, options);
      this.session = session;
      this.id = id;
      this.milliseconds = milliseconds;
      this.options = options;
    }
  }

  /** A signal: a key went up. */
  final class Deactivated extends DBusSignal {
    public final DBusPath session;
    public final String id;
    public final UInt64 milliseconds;
    public final Map<String, Variant<?>> options;

    public Deactivated(
        String path,
        DBusPath session,
        String id,
        UInt64 milliseconds,
        Map<String, Variant<?>> options)
        throws DBusException {
      super(path, session, id, milliseconds, options);
      this.session = session;
      this.id = id;
      this.milliseconds = milliseconds;
      this.options = options;
    }
  }

  /** A call of a portal whose outcome comes later. */
  @DBusInterfaceName("org.freedesktop.portal.Request")
  interface Request extends DBusInterface {
    void Close();

    /** A signal: the outcome. */
    final class Response extends DBusSignal {
      /** 0 done, 1 the person did not want it, 2 ended in another way. */
      public final UInt32 response;

      public final Map<String, Variant<?>> results;

      public Response(String path, UInt32 response, Map<String, Variant<?>> results)
          throws DBusException {
        super(path, response, results);
        this.response = response;
        this.results = results;
      }
    }
  }

  /** A portal's favour that lasts until one side closes it, or its program leaves the bus. */
  @DBusInterfaceName("org.freedesktop.portal.Session")
  interface Session extends DBusInterface {
    void Close();

    /** A signal: the desktop has closed the session. */
    final class Closed extends DBusSignal {
      public final Map<String, Variant<?>> details;

      public Closed(String path, Map<String, Variant<?>> details) throws DBusException {
        super(path, details);
        this.details = details;
      }
    }
  }

  /** Tells the portals the name of a program that runs outside of any sandbox. */
  @DBusInterfaceName("org.freedesktop.host.portal.Registry")
  interface Registry extends DBusInterface {
    /**
     * Names the program, at most once and before anything else is asked.
     *
     * @param app the name of its desktop file, without the ending
     */
    void Register(String app, Map<String, Variant<?>> options);
  }
}
