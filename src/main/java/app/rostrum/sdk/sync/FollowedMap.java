package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.ItemPage;
import app.rostrum.wire.sync.SyncEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A map that a client follows, with all its items. */
final class FollowedMap extends Followed<SyncMap> implements SyncMap {
  private static final int TIE_BITS = 20;

  private final SyncMap.Listener listener;
  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final NewestEvents<String> newest = new NewestEvents<>();
  private long newestOrder = Long.MIN_VALUE;

  FollowedMap(Place place, SyncMap.Listener listener, Opening<SyncMap> opening) {
    super(place, opening);
    this.listener = listener;
  }

  @Override
  SyncMap self() {
    return this;
  }

  void load(ItemPage.Item item) {
    if (newest.isNew(item.key(), item.lastEventId())) {
      put(item.key(), item.lastEventId(), item(item));
    }
  }

  private Item item(ItemPage.Item item) {
    return new Item(item.data(), item.created(), order(item.created(), item.lastEventId()));
  }

  /** Orders by time, then by event: items of one millisecond keep their order of arrival. */
  private static long order(Instant created, long eventId) {
    long millis = Math.clamp(created.toEpochMilli(), 0, (1L << (62 - TIE_BITS)) - 1);
    return millis << TIE_BITS | (eventId & ((1L << TIE_BITS) - 1));
  }

  private void put(String key, long eventId, Item item) {
    newest.keep(key, eventId);
    items.put(key, item);
    newestOrder = Math.max(newestOrder, item.order());
  }

  @Override
  String type() {
    return "map";
  }

  @Override
  void apply(SyncEvent.Change change) {
    switch (change) {
      case SyncEvent.ItemWritten written -> written(written);
      case SyncEvent.ItemRemoved removed -> removed(removed);
      case SyncEvent.MapRemoved removed -> removed();
      default -> {
        // Not about a map.
      }
    }
  }

  private void written(SyncEvent.ItemWritten event) {
    if (!newest.isNew(event.key(), event.id())) {
      return;
    }
    Item item = item(event, items.get(event.key()));
    put(event.key(), event.id(), item);
    if (announced()) {
      tell(() -> listener.onItem(event.key(), item));
    }
  }

  /**
   * Makes the new state of an item. It keeps its order when it changes, unless it was added anew.
   */
  private Item item(SyncEvent.ItemWritten event, @Nullable Item known) {
    Instant created = event.created();
    if (created != null) {
      return known != null && known.created().equals(created)
          ? new Item(event.data(), created, known.order())
          : new Item(event.data(), created, order(created, event.id()));
    }
    if (known != null && !event.added()) {
      return new Item(event.data(), known.created(), known.order());
    }
    // Without the time of creation, the order of arrival is the best estimate.
    long order = Math.max(order(event.changed(), event.id()), newestOrder + 1);
    return new Item(event.data(), event.changed(), order);
  }

  private void removed(SyncEvent.ItemRemoved event) {
    if (!newest.isNew(event.key(), event.id())) {
      return;
    }
    newest.passed(event.key(), event.id());
    if (items.remove(event.key()) != null && announced()) {
      tell(() -> listener.onItemRemoved(event.key()));
    }
  }

  @Override
  void announce() {
    items().forEach((key, item) -> tell(() -> listener.onItem(key, item)));
  }

  @Override
  void tellRemoved() {
    tell(listener::onRemoved);
  }

  /** Returns the items in the order of their creation. */
  @Override
  public Map<String, Item> items() {
    var ordered = new LinkedHashMap<String, Item>();
    List<Map.Entry<String, Item>> entries = new ArrayList<>(items.entrySet());
    entries.sort(Comparator.comparingLong(entry -> entry.getValue().order()));
    entries.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }
}
