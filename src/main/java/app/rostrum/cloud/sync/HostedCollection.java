package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncPath;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects by key or index, with their {@link CompactedLog}.
 *
 * @param <K> the type of positions
 */
public abstract sealed class HostedCollection<K extends Comparable<K>> extends HostedObject
    permits HostedMap, HostedList {
  private static final int MAX_REMEMBERED_DATA = 1024;

  private final CompactedLog<K> log = new CompactedLog<>();
  private long forgottenEventId;

  HostedCollection(
      ServiceContext context, ObjectKind kind, ObjectState state, long forgottenEventId) {
    super(context, kind, state);
    this.forgottenEventId = forgottenEventId;
  }

  /** Reads a position from an address or from the store; 400 if it can be none. */
  abstract K position(String text);

  abstract SyncEvent.Change writtenEvent(CollectionItem<K> item, boolean added);

  /**
   * Creates the event of a removal.
   *
   * @param data the data that the item had
   */
  abstract SyncEvent.Change removedEvent(CollectionItem<K> tombstone, JsonObject data);

  abstract Refusal itemNotFound();

  abstract Refusal revisionMismatch();

  /** Returns false for a tombstone that carries more than a removal. */
  boolean mayForget(CollectionItem<K> tombstone) {
    return true;
  }

  @Override
  final long forgottenEventId() {
    return forgottenEventId;
  }

  @Override
  final boolean canReplayFrom(long since) {
    return super.canReplayFrom(since) && since >= forgottenEventId;
  }

  /** Adds an item or tombstone that the store holds. */
  final void load(CollectionItem<String> row) {
    log.add(
        new CollectionItem<>(
            position(row.position()),
            row.eventId(),
            row.createdEventId(),
            row.data(),
            row.created(),
            row.updated(),
            row.expires(),
            row.createdBy(),
            row.removed()));
  }

  /**
   * Changes an item; 404 if it does not exist.
   *
   * @param data null leaves it as it is
   * @param ifMatch the revision that must be current, else 412; null for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  public final CollectionItem<K> update(
      Caller caller,
      K position,
      @Nullable JsonObject data,
      @Nullable String ifMatch,
      @Nullable Integer ttl) {
    lock.lock();
    try {
      prepareToWrite(caller);
      CollectionItem<K> old = existing(position);
      checkRevision(old, ifMatch);
      return write(caller, position, old, data == null ? old.data() : data, ttl);
    } finally {
      lock.unlock();
    }
  }

  /** Returns an item; 404 if it does not exist. */
  public final CollectionItem<K> item(Caller caller, K position) {
    lock.lock();
    try {
      prepareToRead(caller);
      return existing(position);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes an item; 404 if it does not exist. The others keep their positions.
   *
   * @param ifMatch the revision that must be current, else 412; null for any
   * @return its tombstone, whose event id is that of the removal
   */
  public final CollectionItem<K> remove(Caller caller, K position, @Nullable String ifMatch) {
    lock.lock();
    try {
      prepareToWrite(caller);
      CollectionItem<K> old = existing(position);
      checkRevision(old, ifMatch);
      return removeItem(old);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns items in the order of their positions.
   *
   * @param from the position to begin with; null for the beginning
   * @param inclusive whether {@code from} itself counts
   * @param limit the largest number of items to return
   */
  public final List<CollectionItem<K>> items(
      Caller caller, @Nullable K from, boolean inclusive, boolean descending, int limit) {
    lock.lock();
    try {
      prepareToRead(caller);
      NavigableMap<K, CollectionItem<K>> ordered =
          descending ? log.items().descendingMap() : log.items();
      if (from != null) {
        ordered = ordered.tailMap(from, inclusive);
      }
      return ordered.values().stream().limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Returns all items, for the backend. */
  public final List<CollectionItem<K>> items() {
    return items(Caller.BACKEND, null, true, false, Integer.MAX_VALUE);
  }

  /** Returns a page of items. */
  public final ItemQuery.Page<K> page(Caller caller, ItemQuery query) {
    K start = query.from() == null ? null : position(query.from());
    List<CollectionItem<K>> items =
        items(caller, start, query.inclusive(), query.descending(), query.size() + 1);
    boolean more = items.size() > query.size();
    List<CollectionItem<K>> page = more ? items.subList(0, query.size()) : items;
    String next = more ? query.token(page.getLast().position().toString(), false) : null;
    return new ItemQuery.Page<>(page, previousToken(caller, query, start, page), next);
  }

  /** Finds the page before by walking back from the first item of this one. */
  private @Nullable String previousToken(
      Caller caller, ItemQuery query, @Nullable K start, List<CollectionItem<K>> page) {
    if (start == null) {
      return null;
    }
    boolean fromFirst = !page.isEmpty();
    K edge = fromFirst ? page.getFirst().position() : start;
    List<CollectionItem<K>> before =
        items(caller, edge, !fromFirst, !query.descending(), query.size());
    return before.isEmpty() ? null : query.token(before.getLast().position().toString(), true);
  }

  /** Returns the number of items. */
  public final int count() {
    lock.lock();
    try {
      prepareToRead(Caller.BACKEND);
      return log.items().size();
    } finally {
      lock.unlock();
    }
  }

  /** Removes the items that have expired, and tells subscribers. Call under the lock. */
  final void expireItems() {
    Instant now = context.now();
    for (var expired = log.expired(now); !expired.isEmpty(); expired = log.expired(now)) {
      expired.forEach(this::removeItem);
    }
  }

  private void prepareToRead(Caller caller) {
    checkAlive();
    require(caller, Permission.Right.READ);
    expireItems();
  }

  /** Does what comes before every change. Call under the lock. */
  final void prepareToWrite(Caller caller) {
    checkAlive();
    requireToWrite(caller);
    expireItems();
  }

  final @Nullable CollectionItem<K> at(K position) {
    return log.items().get(position);
  }

  final @Nullable K lastPosition() {
    return log.lastPosition();
  }

  private CollectionItem<K> existing(K position) {
    CollectionItem<K> item = at(position);
    if (item == null) {
      throw itemNotFound();
    }
    return item;
  }

  final void checkRevision(@Nullable CollectionItem<K> item, @Nullable String ifMatch) {
    if (ifMatch != null && !ifMatch.equals(item == null ? "-1" : item.revision())) {
      throw revisionMismatch();
    }
  }

  /** Stores an item, new or changed, and tells subscribers. Call under the lock. */
  final CollectionItem<K> write(
      Caller caller,
      K position,
      @Nullable CollectionItem<K> old,
      JsonObject data,
      @Nullable Integer ttl) {
    context.checkData(data);
    if (old == null && log.items().size() >= Limits.MAX_ITEMS) {
      throw SyncRefusals.tooMany("items");
    }
    Instant now = context.now();
    long id = nextEventId();
    CollectionItem<K> item;
    if (old == null) {
      Instant created = log.timeOfArrival(now);
      Instant expires = Limits.expiry(ttl, now, null);
      item =
          new CollectionItem<>(position, id, id, data, created, now, expires, caller.name(), false);
    } else {
      item = old.written(id, data, now, Limits.expiry(ttl, now, old.expires()));
    }
    commit(item);
    fanout.publish(writtenEvent(item, old == null));
    return item;
  }

  private CollectionItem<K> removeItem(CollectionItem<K> old) {
    JsonObject remembered =
        Limits.GSON.toJson(old.data()).length() <= MAX_REMEMBERED_DATA
            ? old.data()
            : new JsonObject();
    CollectionItem<K> tombstone = old.removed(nextEventId(), remembered, context.now());
    commit(tombstone);
    fanout.publish(removedEvent(tombstone, old.data()));
    return tombstone;
  }

  /** Stores a write; only then is it visible. */
  private void commit(CollectionItem<K> item) {
    ObjectState after =
        state().changed(item.updated(), item.eventId(), state().data(), state().expires());
    List<CollectionItem<K>> forgotten = item.removed() ? tombstonesToForget() : List.of();
    long newestForgotten =
        forgotten.stream().mapToLong(CollectionItem::eventId).reduce(forgottenEventId, Math::max);
    context.store(
        c -> {
          SyncTables.save(c, sid(), item);
          for (CollectionItem<K> tombstone : forgotten) {
            SyncTables.forget(c, sid(), tombstone.position().toString());
          }
          SyncTables.save(
              c, new SyncTables.ObjectRow(serviceSid(), type(), after, newestForgotten));
        });
    forgotten.forEach(log::forget);
    forgottenEventId = newestForgotten;
    log.add(item);
    state(after);
  }

  /** Returns the oldest tombstones that are too many: two at most, so that they become fewer. */
  private List<CollectionItem<K>> tombstonesToForget() {
    int tooMany = log.tombstoneCount() + 1 - Limits.tombstones(log.items().size() - 1);
    return log.oldestTombstones(this::mayForget, Math.clamp(tooMany, 0, 2));
  }

  @Override
  List<SyncEvent.Change> eventsAfter(long since) {
    var events = new ArrayList<SyncEvent.Change>();
    for (CollectionItem<K> item : log.after(since)) {
      events.add(
          item.removed()
              ? removedEvent(item, item.data())
              : writtenEvent(item, item.createdEventId() > since));
    }
    return events;
  }

  /** Returns the address under which Twilsock clients know an item. */
  final String itemAddress(K position) {
    return address() + "/Items/" + SyncPath.encode(position.toString());
  }
}
