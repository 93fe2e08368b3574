package app.rostrum.notifications;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * The Desktop Notifications Specification 1.2, as far as it is used here, as a D-Bus interface.
 * Public, because the D-Bus library calls it by reflection.
 *
 * @see <a href="https://specifications.freedesktop.org/notification-spec/1.2/">the
 *     specification</a>
 */
@DBusInterfaceName("org.freedesktop.Notifications")
public interface NotificationService extends DBusInterface {
  /** The name of the service on the session bus. */
  String BUS_NAME = "org.freedesktop.Notifications";

  /** The path of the service's one object. */
  String PATH = "/org/freedesktop/Notifications";

  /** The action that stands for the notification itself. */
  String DEFAULT_ACTION = "default";

  /**
   * Shows a notification.
   *
   * @param replaces the one to be replaced; 0 for none
   * @param actions keys and labels in turn
   * @param expires in milliseconds; -1 as the desktop likes
   */
  UInt32 Notify(
      String app,
      UInt32 replaces,
      String icon,
      String summary,
      String body,
      List<String> actions,
      Map<String, Variant<?>> hints,
      int expires);

  void CloseNotification(UInt32 id);

  List<String> GetCapabilities();

  /** A signal: the person has chosen an action. */
  final class ActionInvoked extends DBusSignal {
    public final UInt32 id;
    public final String action;

    public ActionInvoked(String path, UInt32 id, String action) throws DBusException {
      super(path, id, action);
      this.id = id;
      this.action = action;
    }
  }

  /** A signal: a notification is no longer shown. */
  final class NotificationClosed extends DBusSignal {
    public final UInt32 id;
    public final UInt32 reason;

    public NotificationClosed(String path, UInt32 id, UInt32 reason) throws DBusException {
      super(path, id, reason);
      this.id = id;
      this.reason = reason;
    }
  }
}
