package app.rostrum.cloud.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The items of a collection and the compacted log of its writes: for each position the newest write
 * or removal, which is all that a client needs to catch up. Not thread-safe.
 */
final class CompactedLog<K extends Comparable<K>> {
  private final TreeMap<K, CollectionItem<K>> items = new TreeMap<>();
  private final TreeMap<K, CollectionItem<K>> tombstones = new TreeMap<>();
  private final TreeMap<Long, CollectionItem<K>> byEvent = new TreeMap<>();
  private final TreeMap<Long, CollectionItem<K>> tombstonesByEvent = new TreeMap<>();
  private Instant newestCreated = Instant.EPOCH;
  private @Nullable Instant nextExpiry;

  /** Returns the items by position, tombstones left out. */
  NavigableMap<K, CollectionItem<K>> items() {
    return items;
  }

  /** Returns the item at a position, or its tombstone; null if neither is known. */
  @Nullable CollectionItem<K> newestAt(K position) {
    CollectionItem<K> item = items.get(position);
    return item == null ? tombstones.get(position) : item;
  }

  /** Returns the last position that was ever used, of those still known; null if none is. */
  @Nullable K lastPosition() {
    K item = items.isEmpty() ? null : items.lastKey();
    K tombstone = tombstones.isEmpty() ? null : tombstones.lastKey();
    return item == null || tombstone != null && tombstone.compareTo(item) > 0 ? tombstone : item;
  }

  /** Returns the newest writes after an event, in order. */
  Collection<CollectionItem<K>> after(long eventId) {
    return byEvent.tailMap(eventId, false).values();
  }

  /** Adds a write, in place of an earlier one at the same position. */
  void add(CollectionItem<K> item) {
    CollectionItem<K> old = newestAt(item.position());
    if (old != null) {
      byEvent.remove(old.eventId());
      tombstonesByEvent.remove(old.eventId());
    }
    byEvent.put(item.eventId(), item);
    if (item.removed()) {
      items.remove(item.position());
      tombstones.put(item.position(), item);
      tombstonesByEvent.put(item.eventId(), item);
    } else {
      tombstones.remove(item.position());
      items.put(item.position(), item);
      noteExpiry(item);
    }
    if (item.created().isAfter(newestCreated)) {
      newestCreated = item.created();
    }
  }

  int tombstoneCount() {
    return tombstonesByEvent.size();
  }

  /** Returns the oldest tombstones that match. */
  List<CollectionItem<K>> oldestTombstones(Predicate<CollectionItem<K>> condition, int most) {
    return tombstonesByEvent.values().stream().filter(condition).limit(most).toList();
  }

  void forget(CollectionItem<K> tombstone) {
    tombstones.remove(tombstone.position());
    tombstonesByEvent.remove(tombstone.eventId());
    byEvent.remove(tombstone.eventId());
  }

  /** Returns a time for a new item that is later than that of any earlier one. */
  Instant timeOfArrival(Instant now) {
    return now.isAfter(newestCreated) ? now : newestCreated.plusMillis(1);
  }

  /** Returns the items that have expired; cheap if none has. */
  List<CollectionItem<K>> expired(Instant now) {
    if (nextExpiry == null || now.isBefore(nextExpiry)) {
      return List.of();
    }
    var expired = items.values().stream().filter(item -> item.hasExpired(now)).toList();
    if (expired.isEmpty()) {
      nextExpiry = null;
      items.values().forEach(this::noteExpiry);
    }
    return expired;
  }

  private void noteExpiry(CollectionItem<K> item) {
    Instant expires = item.expires();
    if (expires != null && (nextExpiry == null || expires.isBefore(nextExpiry))) {
      nextExpiry = expires;
    }
  }
}
