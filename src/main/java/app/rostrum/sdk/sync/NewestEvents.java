package app.rostrum.sdk.sync;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest event known of each item, so that what comes again, or late, is told from news. Those
 * of items that are not kept, because they were removed, are forgotten one day.
 */
final class NewestEvents<K> {
  private static final int MAX_PASSING = 10_000;

  private final Map<K, Long> kept = new HashMap<>();
  private final Map<K, Long> passing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
          return size() > MAX_PASSING;
        }
      };

  boolean isNews(K key, long eventId) {
    Long known = kept.getOrDefault(key, passing.get(key));
    return known == null || eventId > known;
  }

  /** Of an item that stays; remembered as long as it does. */
  void keep(K key, long eventId) {
    passing.remove(key);
    kept.put(key, eventId);
  }

  /** Of an item that is gone, or that nobody keeps. */
  void pass(K key, long eventId) {
    kept.remove(key);
    passing.remove(key);
    passing.put(key, eventId);
  }
}
