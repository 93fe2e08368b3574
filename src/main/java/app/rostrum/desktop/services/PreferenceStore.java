package app.rostrum.desktop.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps small settings. Safe for use by several threads; a failing disk is not an error. */
public interface PreferenceStore {
  /** The longest key and the longest value, in UTF-16 units. */
  int LONGEST = 1_000;

  Optional<String> get(String key);

  /**
   * Keeps a value in place of the one before.
   *
   * @throws IllegalArgumentException if key or value is longer than {@link #LONGEST}
   */
  void put(String key, String value);

  /** Returns what was chosen, or the standard value. */
  default <T> T get(Preference<T> preference) {
    return get(preference.key()).flatMap(preference::read).orElseGet(preference::standard);
  }

  /** Keeps what is chosen. */
  default <T> void put(Preference<T> preference, T value) {
    put(preference.key(), preference.write(value));
  }

  /** Creates a store whose settings do not outlive the program. */
  static PreferenceStore inMemory() {
    Map<String, String> values = new ConcurrentHashMap<>();
    return new PreferenceStore() {
      @Override
      public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public void put(String key, String value) {
        values.put(key, value);
      }
    };
  }
}
