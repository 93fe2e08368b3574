package app.rostrum.desktop.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps small settings. Safe for use by several threads; a failing disk is not an error. */
public interface PreferenceStore {
  Optional<String> get(String key);

  void put(String key, String value);

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
