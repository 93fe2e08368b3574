package app.rostrum.keychain;

import app.rostrum.keychain.SecretService.Collection;
import app.rostrum.keychain.SecretService.Item;
import app.rostrum.keychain.SecretService.Pair;
import app.rostrum.keychain.SecretService.Secret;
import app.rostrum.keychain.SecretService.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/**
 * The default collection of the Secret Service, which GNOME Keyring, KWallet and KeePassXC offer
 * over D-Bus. A locked collection is not unlocked, because that would ask the person for a password
 * in a dialog of its own. Secrets cross the person's own session bus unencrypted, as with the
 * specification's algorithm "plain".
 */
final class SecretServiceKeychain implements Keychain {
  private static final DBusPath NOTHING = new DBusPath("/");
  private static final int LONGEST = 4_096;

  private final String bus;
  private final String app;

  /**
   * @param bus the address of the session bus
   * @param app the name of the app whose secrets these are
   */
  SecretServiceKeychain(String bus, String app) {
    this.bus = bus;
    this.app = app;
  }

  @Override
  public Optional<String> read(String name) {
    return with(
        open -> {
          for (DBusPath item : open.collection().SearchItems(attributes(name))) {
            Secret secret = open.at(item, Item.class).GetSecret(open.session());
            return secret.value.length > LONGEST
                ? Optional.empty()
                : Optional.of(new String(secret.value, StandardCharsets.UTF_8));
          }
          return Optional.empty();
        });
  }

  @Override
  public void write(String name, String secret) {
    byte[] value = secret.getBytes(StandardCharsets.UTF_8);
    if (value.length > LONGEST) {
      throw new KeychainException("a secret of " + value.length + " bytes is too long");
    }
    with(
        open -> {
          Pair<DBusPath, DBusPath> created =
              open.collection()
                  .CreateItem(
                      Map.of(
                          "org.freedesktop.Secret.Item.Label",
                          new Variant<>("Rostrum: " + name),
                          "org.freedesktop.Secret.Item.Attributes",
                          new Variant<>(attributes(name), "a{ss}")),
                      new Secret(open.session(), new byte[0], value, "text/plain"),
                      true);
          if (created.first.equals(NOTHING)) {
            throw new KeychainException("the keychain wants to ask the person");
          }
          return true;
        });
  }

  @Override
  public void forget(String name) {
    with(
        open -> {
          for (DBusPath item : open.collection().SearchItems(attributes(name))) {
            if (!open.at(item, Item.class).Delete().equals(NOTHING)) {
              throw new KeychainException("the keychain wants to ask the person");
            }
          }
          return true;
        });
  }

  private Map<String, String> attributes(String name) {
    return Map.of("application", app, "name", name);
  }

  /** An open session with the unlocked default collection. */
  private record Open(DBusConnection connection, DBusPath session, Collection collection) {
    <T extends DBusInterface> T at(DBusPath path, Class<T> type) throws DBusException {
      return remote(connection, path.getPath(), type);
    }
  }

  @FunctionalInterface
  private interface Use<T> {
    T in(Open open) throws DBusException;
  }

  private <T> T with(Use<T> use) {
    try (DBusConnection connection =
        DBusConnectionBuilder.forAddress(bus).withShared(false).build()) {
      return use.in(open(connection));
    } catch (DBusException | IOException e) {
      throw new KeychainException("the keychain does not answer: " + e.getMessage(), e);
    } catch (KeychainException e) {
      throw e;
    } catch (RuntimeException e) {
      // What the service refuses arrives as an unchecked exception.
      throw new KeychainException("the keychain refuses: " + e.getMessage(), e);
    }
  }

  private static Open open(DBusConnection connection) throws DBusException {
    Service service = remote(connection, SecretService.PATH, Service.class);
    DBusPath collection = service.ReadAlias("default");
    if (collection.equals(NOTHING)) {
      throw new KeychainException("the keychain has no default collection");
    }
    Boolean locked =
        remote(connection, collection.getPath(), Properties.class)
            .Get("org.freedesktop.Secret.Collection", "Locked");
    if (locked) {
      throw new KeychainException("the keychain is locked");
    }
    DBusPath session = service.OpenSession("plain", new Variant<>("")).second;
    return new Open(
        connection, session, remote(connection, collection.getPath(), Collection.class));
  }

  private static <T extends DBusInterface> T remote(
      DBusConnection connection, String path, Class<T> type) throws DBusException {
    return connection.getRemoteObject(SecretService.BUS_NAME, path, type);
  }

  /** Returns the keychain of this desktop session; empty where there is no session bus. */
  static Optional<Keychain> ofSession(String app) {
    String bus = System.getenv("DBUS_SESSION_BUS_ADDRESS");
    return bus == null || !bus.startsWith("unix:")
        ? Optional.empty()
        : List.of(bus.split(";")).stream().findFirst().map(a -> new SecretServiceKeychain(a, app));
  }
}
