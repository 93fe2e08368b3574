package app.rostrum.keychain;

import java.util.Optional;

/**
 * A keychain, which keeps secrets by their names for this app. Safe for any thread. Methods block
 * for as long as the keychain takes to answer, and throw a {@link KeychainException} if it is
 * missing, locked or refuses; they never ask the person anything.
 */
public interface Keychain {
  Optional<String> read(String name);

  /** Keeps a secret in place of the one before. */
  void write(String name, String secret);

  /** Forgets a secret; does nothing if there is none. */
  void forget(String name);
}
