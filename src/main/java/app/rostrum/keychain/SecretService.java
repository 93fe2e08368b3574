package app.rostrum.keychain;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/**
 * The parts of the Secret Service API 0.2 that are used here, as D-Bus interfaces. Public, because
 * the D-Bus library calls them by reflection.
 *
 * @see <a href="https://specifications.freedesktop.org/secret-service/latest/">the
 *     specification</a>
 */
public final class SecretService {
  static final String BUS_NAME = "org.freedesktop.secrets";
  static final String PATH = "/org/freedesktop/secrets";

  private SecretService() {}

  /** The service itself. */
  @DBusInterfaceName("org.freedesktop.Secret.Service")
  public interface Service extends DBusInterface {
    Pair<Variant<?>, DBusPath> OpenSession(String algorithm, Variant<?> input);

    DBusPath ReadAlias(String name);
  }

  /** A collection of items. */
  @DBusInterfaceName("org.freedesktop.Secret.Collection")
  public interface Collection extends DBusInterface {
    List<DBusPath> SearchItems(Map<String, String> attributes);

    Pair<DBusPath, DBusPath> CreateItem(
        Map<String, Variant<?>> properties, Secret secret, boolean replace);
  }

  /** An item. */
  @DBusInterfaceName("org.freedesktop.Secret.Item")
  public interface Item extends DBusInterface {
    DBusPath Delete();

    Secret GetSecret(DBusPath session);
  }

  /** A session, which ends with the connection at the latest. */
  @DBusInterfaceName("org.freedesktop.Secret.Session")
  public interface Session extends DBusInterface {
    void Close();
  }

  /** A secret as it is transferred. */
  public static final class Secret extends Struct {
    @Position(0)
    public final DBusPath session;

    @Position(1)
    public final byte[] parameters;

    @Position(2)
    public final byte[] value;

    @Position(3)
    public final String contentType;

    public Secret(DBusPath session, byte[] parameters, byte[] value, String contentType) {
      this.session = session;
      this.parameters = parameters;
      this.value = value;
      this.contentType = contentType;
    }
  }

  /** Two values that are returned together. */
  public static final class Pair<A, B> extends Tuple {
    @Position(0)
    public final A first;

    @Position(1)
    public final B second;

    public Pair(A first, B second) {
      this.first = first;
      this.second = second;
    }
  }
}
