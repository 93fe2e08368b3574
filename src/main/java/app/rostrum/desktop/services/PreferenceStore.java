package app.rostrum.desktop.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Small settings that outlive the program. Safe for any thread; a failing disk is not an error. */
public interface PreferenceStore {
  Optional<String> get(String key);

  void put(String key, String value);

  /** Settings that do not outlive the program. */
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
