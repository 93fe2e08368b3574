package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects by key or index. The log is compacted: of every place the newest write or removal is
 * kept, which is all that a client needs that was away.
 *
 * @param <K> what finds an item
 */
public abstract sealed class HostedCollection<K extends Comparable<K>, I extends CollectionItem<K>>
    extends HostedObject permits HostedMap, HostedList {
  private static final int MAX_REMEMBERED_DATA = 1024;

  private final TreeMap<K, I> items = new TreeMap<>();
  private final TreeMap<K, I> tombstones = new TreeMap<>();
  private final TreeMap<Long, I> log = new TreeMap<>();
  private final TreeMap<Long, I> graves = new TreeMap<>();
  private Instant newestCreated = Instant.EPOCH;
  private @Nullable Instant nextExpiry;
  private long forgottenEventId;

  HostedCollection(
      HostedService service, ObjectKind kind, ObjectState state, long forgottenEventId) {
    super(service, kind, state);
    this.forgottenEventId = forgottenEventId;
  }

  /** What an item's place is called in an address; 400 if it can be none. */
  abstract K position(String text);

  /** The opposite of {@link #position(String)}; also what the store knows it by. */
  abstract String text(K position);

  /** An item with these values. */
  abstract I item(
      K position,
      long eventId,
      long createdEventId,
      JsonObject data,
      Instant created,
      Instant updated,
      @Nullable Instant expires,
      String createdBy,
      boolean removed);

  abstract SyncEvent.Change written(I item, boolean added);

  /**
   * @param data what the item was
   */
  abstract SyncEvent.Change taken(I tombstone, JsonObject data);

  abstract Refusal itemNotFound();

  /** An If-Match that does not. */
  abstract Refusal mismatch();

  /** False for a tombstone that tells more than a removal. */
  boolean mayForget(I tombstone) {
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

  final void load(SyncTables.ItemRow row) {
    remember(
        null,
        item(
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
   * Changes an item that exists.
   *
   * @param data null leaves it as it is
   * @param ifMatch the revision that must be current; null for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  final I change(
      Caller caller,
      K position,
      @Nullable JsonObject data,
      @Nullable String ifMatch,
      @Nullable Integer ttl) {
    lock.lock();
    try {
      prepareToWrite(caller);
      I old = existing(position);
      checkRevision(old, ifMatch);
      return write(caller, position, old, data == null ? old.data() : data, ttl);
    } finally {
      lock.unlock();
    }
  }

  final I find(Caller caller, K position) {
    lock.lock();
    try {
      prepare(caller);
      return existing(position);
    } finally {
      lock.unlock();
    }
  }

  final I take(Caller caller, K position, @Nullable String ifMatch) {
    lock.lock();
    try {
      prepareToWrite(caller);
      I old = existing(position);
      checkRevision(old, ifMatch);
      return bury(old);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Items in the order of their keys or indexes.
   *
   * @param from where to begin; null for the beginning
   * @param inclusive whether {@code from} itself counts
   * @param limit at most so many, for the caller to bound
   */
  public final List<I> items(
      Caller caller, @Nullable K from, boolean inclusive, boolean descending, int limit) {
    lock.lock();
    try {
      prepare(caller);
      NavigableMap<K, I> ordered = descending ? items.descendingMap() : items;
      if (from != null) {
        ordered = ordered.tailMap(from, inclusive);
      }
      return ordered.values().stream().limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  /** All items, for the backend's side of the house. */
  public final List<I> items() {
    return items(Caller.BACKEND, null, true, false, Integer.MAX_VALUE);
  }

  /** A page of items. */
  public final ItemQuery.Page<I> page(Caller caller, ItemQuery query) {
    return query.run(this, caller);
  }

  public final int count() {
    lock.lock();
    try {
      prepare(Caller.BACKEND);
      return items.size();
    } finally {
      lock.unlock();
    }
  }

  /** Removes what has expired, so that subscribers hear of it without anybody asking. */
  final void expireItems() {
    Instant now = service.now();
    if (nextExpiry == null || now.isBefore(nextExpiry)) {
      return;
    }
    for (I item : List.copyOf(items.values())) {
      if (item.hasExpired(now)) {
        bury(item);
      }
    }
    nextExpiry = null;
    items.values().forEach(this::noteExpiry);
  }

  /** Before every reading, under the lock. */
  private void prepare(Caller caller) {
    checkAlive();
    require(caller, Permission.Right.READ);
    expireItems();
  }

  /** Before every change, under the lock. */
  final void prepareToWrite(Caller caller) {
    checkAlive();
    requireToWrite(caller);
    expireItems();
  }

  final @Nullable I at(K position) {
    return items.get(position);
  }

  /** The last place that was ever used, of those still known; null if none is. */
  final @Nullable K lastPosition() {
    K live = items.isEmpty() ? null : items.lastKey();
    K dead = tombstones.isEmpty() ? null : tombstones.lastKey();
    return live == null || dead != null && dead.compareTo(live) > 0 ? dead : live;
  }

  private I existing(K position) {
    I item = items.get(position);
    if (item == null) {
      throw itemNotFound();
    }
    return item;
  }

  final void checkRevision(@Nullable I item, @Nullable String ifMatch) {
    if (ifMatch != null && !ifMatch.equals(item == null ? "-1" : item.revision())) {
      throw mismatch();
    }
  }

  /** Stores an item, new or changed, and tells of it. */
  final I write(
      Caller caller, K position, @Nullable I old, JsonObject data, @Nullable Integer ttl) {
    service.checkData(data);
    if (old == null && items.size() >= Limits.MAX_ITEMS) {
      throw SyncRefusals.tooMany("items");
    }
    Instant now = service.now();
    long id = nextEventId();
    I item;
    if (old == null) {
      Instant created = now.isAfter(newestCreated) ? now : newestCreated.plusMillis(1);
      Instant expires = Limits.expiry(ttl, now, null);
      item = item(position, id, id, data, created, now, expires, caller.name(), false);
    } else {
      item =
          item(
              position,
              id,
              old.createdEventId(),
              data,
              old.created(),
              now,
              Limits.expiry(ttl, now, old.expires()),
              old.createdBy(),
              false);
    }
    commit(old == null ? tombstones.get(position) : old, item);
    fanout.publish(written(item, old == null));
    return item;
  }

  private I bury(I old) {
    JsonObject remembered =
        Limits.GSON.toJson(old.data()).length() <= MAX_REMEMBERED_DATA
            ? old.data()
            : new JsonObject();
    I tombstone =
        item(
            old.position(),
            nextEventId(),
            old.createdEventId(),
            remembered,
            old.created(),
            service.now(),
            null,
            old.createdBy(),
            true);
    commit(old, tombstone);
    fanout.publish(taken(tombstone, old.data()));
    return tombstone;
  }

  /** Stores a write; only then does memory know it. */
  private void commit(@Nullable I old, I item) {
    ObjectState after =
        state().changed(item.updated(), item.eventId(), state().data(), state().expires());
    I forgotten = item.removed() ? tombstoneToForget() : null;
    long forgottenBefore = forgottenEventId;
    if (forgotten != null) {
      forgottenEventId = Math.max(forgottenEventId, forgotten.eventId());
    }
    try {
      service.transaction(
          c -> {
            save(c, item);
            if (forgotten != null) {
              SyncTables.forget(c, sid(), text(forgotten.position()));
            }
            store(c, after);
            return true;
          });
    } catch (RuntimeException e) {
      forgottenEventId = forgottenBefore;
      throw e;
    }
    if (forgotten != null) {
      tombstones.remove(forgotten.position());
      graves.remove(forgotten.eventId());
      log.remove(forgotten.eventId());
    }
    remember(old, item);
    state(after);
  }

  private void save(Connection c, I item) throws SQLException {
    SyncTables.save(
        c,
        sid(),
        new SyncTables.ItemRow(
            text(item.position()),
            item.eventId(),
            item.createdEventId(),
            item.data(),
            item.created(),
            item.updated(),
            item.expires(),
            item.createdBy(),
            item.removed()));
  }

  private @Nullable I tombstoneToForget() {
    if (graves.size() < Limits.MAX_TOMBSTONES) {
      return null;
    }
    return graves.values().stream().filter(this::mayForget).findFirst().orElse(null);
  }

  private void remember(@Nullable I old, I item) {
    if (old != null) {
      log.remove(old.eventId());
      graves.remove(old.eventId());
    }
    log.put(item.eventId(), item);
    if (item.removed()) {
      items.remove(item.position());
      tombstones.put(item.position(), item);
      graves.put(item.eventId(), item);
    } else {
      tombstones.remove(item.position());
      items.put(item.position(), item);
      noteExpiry(item);
    }
    if (item.created().isAfter(newestCreated)) {
      newestCreated = item.created();
    }
  }

  private void noteExpiry(I item) {
    Instant expires = item.expires();
    if (expires != null && (nextExpiry == null || expires.isBefore(nextExpiry))) {
      nextExpiry = expires;
    }
  }

  @Override
  List<SyncEvent.Change> eventsAfter(long since) {
    var events = new ArrayList<SyncEvent.Change>();
    for (I item : log.tailMap(since, false).values()) {
      events.add(
          item.removed() ? taken(item, item.data()) : written(item, item.createdEventId() > since));
    }
    return events;
  }

  final String itemUrl(K position) {
    return Descriptors.url(this)
        + "/Items/"
        + app.rostrum.wire.sync.SyncPath.encode(text(position));
  }
}
