package app.rostrum.sdk.sync;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest known event of each item, by which events that come twice or late are recognized.
 * Entries of removed items are dropped when there are more than 10,000 of them.
 */
final class NewestEvents<K> {
  private static final int MAX_UNKEPT = 10_000;

  private final Map<K, Long> kept = new HashMap<>();
  private final Map<K, Long> unkept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
          return size() > MAX_UNKEPT;
        }
      };

  boolean isNew(K key, long eventId) {
    Long known = kept.getOrDefault(key, unkept.get(key));
    return known == null || eventId > known;
  }

  /** Notes the newest event of an item that exists. */
  void keep(K key, long eventId) {
    unkept.remove(key);
    kept.put(key, eventId);
  }

  /** Notes the newest event of an item that was removed or is not kept. */
  void passed(K key, long eventId) {
    kept.remove(key);
    unkept.remove(key);
    unkept.put(key, eventId);
  }
}
