package app.rostrum.desktop.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the name and the passcode. May block: called on the background executor. */
public interface SecretStore {
  /** The key of the person's name. */
  String NAME = "name";

  /** The key of the passcode, or of the invitation link, that signed in last. */
  String PASSCODE = "passcode";

  Optional<String> read(String key);

  void write(String key, String value);

  void forget(String key);

  /** The place where secrets are kept. */
  enum Place {
    /** The keychain of the person's desktop. */
    KEYCHAIN,
    /** A file that only its owner can read. */
    FILE,
    /** The memory: they do not outlive the program. */
    MEMORY
  }

  /** Returns the place where secrets are kept now, which the first screen tells. */
  Place place();

  /** Creates a store whose secrets do not outlive the program. */
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
      public Place place() {
        return Place.MEMORY;
      }
    };
  }
}
