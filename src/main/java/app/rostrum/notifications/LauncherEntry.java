package app.rostrum.notifications;

import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;

/**
 * The Launcher API that Unity began and KDE's task manager, Dash to Dock, Plank and others listen
 * to, as a D-Bus interface: signals only, which nobody answers. Public, because the D-Bus library
 * reads it by reflection.
 *
 * @see <a href="https://wiki.ubuntu.com/Unity/LauncherAPI">the specification</a>
 */
@DBusInterfaceName("com.canonical.Unity.LauncherEntry")
public interface LauncherEntry extends DBusInterface {
  /** A signal: an app's icon is to look different. */
  final class Update extends DBusSignal {
    /** {@code application://} and the name of the app's desktop file. */
    public final String app;

    public final Map<String, Variant<?>> properties;

    public Update(String path, String app, Map<String, Variant<?>> properties)
        throws DBusException {
      super(path, app, properties);
      this.app = app;
      this.properties = properties;
    }
  }
}
