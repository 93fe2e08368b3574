package app.rostrum.desktop.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the name and the passcode. May block: called on the background executor. */
public interface SecretStore {
  Optional<String> read(String key);

  void write(String key, String value);

  void forget(String key);

  /** Returns whether secrets outlive the program; if not, the first screen says so. */
  boolean outlivesTheProgram();

  /** Creates a store for a system without a keychain. */
  static SecretStore inMemory() {
    Map<String, String> values = new ConcurrentHashMap<>();
    return new SecretStore() {
      @Override
      public Optional<String> read(String key) {
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public void write(String key, String value) {
        values.put(key, value);
      }

      @Override
      public void forget(String key) {
        values.remove(key);
      }

      @Override
      public boolean outlivesTheProgram() {
        return false;
      }
    };
  }
}
