package app.rostrum.keychain;

import java.util.Optional;

/** The keychains that Rostrum knows, each of its own system. */
public final class Keychains {
  private Keychains() {}

  /**
   * Returns the keychain of the person's desktop; empty if there is certainly none. Loads nothing
   * and asks nothing yet.
   *
   * @param app the name of the app whose secrets these are
   */
  public static Optional<Keychain> ofDesktop(String app) {
    return ofDesktop(System.getProperty("os.name", ""), app);
  }

  static Optional<Keychain> ofDesktop(String system, String app) {
    if (system.startsWith("Windows")) {
      return Optional.of(new TriedKeychain(() -> WindowsKeychain.open(app)));
    }
    if (system.startsWith("Mac")) {
      return Optional.of(new TriedKeychain(() -> MacKeychain.open(app)));
    }
    return SecretServiceKeychain.ofSession(app);
  }
}
