package app.rostrum.notifications;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A notification daemon on a bus, which shows nothing and notes what it is asked. */
public final class FakeDesktop implements NotificationService, AutoCloseable {
  /** A notification as it arrived. */
  record Asked(long id, long replaces, String summary, String body, List<String> actions) {}

  private final DBusConnection connection;
  private final List<String> capabilities;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Long> closed = new CopyOnWriteArrayList<>();

  FakeDesktop(String bus, String... capabilities) throws DBusException {
    this.capabilities = List.of(capabilities);
    connection = DBusConnectionBuilder.forAddress(bus).withShared(false).build();
    connection.exportObject(PATH, this);
    connection.requestBusName(BUS_NAME);
  }

  @Override
  public UInt32 Notify(
      String app,
      UInt32 replaces,
      String icon,
      String summary,
      String body,
      List<String> actions,
      Map<String, Variant<?>> hints,
      int expires) {
    long id = replaces.longValue() == 0 ? asked.size() + 7 : replaces.longValue();
    asked.add(new Asked(id, replaces.longValue(), summary, body, new ArrayList<>(actions)));
    return new UInt32(id);
  }

  @Override
  public void CloseNotification(UInt32 id) {
    closed.add(id.longValue());
  }

  @Override
  public List<String> GetCapabilities() {
    return capabilities;
  }

  /** Lets the person choose an action. */
  void choose(long id, String action) throws DBusException {
    connection.sendMessage(new ActionInvoked(PATH, new UInt32(id), action));
  }

  /** Lets the person dismiss a notification. */
  void dismiss(long id) throws DBusException {
    connection.sendMessage(new NotificationClosed(PATH, new UInt32(id), new UInt32(2)));
  }

  List<Asked> asked() {
    return asked;
  }

  List<Long> closed() {
    return closed;
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
