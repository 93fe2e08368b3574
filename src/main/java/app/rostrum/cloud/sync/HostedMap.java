package app.rostrum.cloud.sync;

import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.sync.SyncPath;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map: JSON objects by key. Its log is compacted: of every key the newest write or removal is
 * kept, which is all that a client needs that was away.
 */
public final class HostedMap extends HostedObject {
  static final String TYPE = "map";
  private static final int MAX_REMEMBERED_DATA = 1024;

  /**
   * @param created false if the item was there before
   */
  public record Written(MapItem item, boolean created) {}

  private final TreeMap<String, MapItem> items = new TreeMap<>();
  private final TreeMap<String, MapItem> tombstones = new TreeMap<>();
  private final TreeMap<Long, MapItem> log = new TreeMap<>();
  private Instant newestCreated = Instant.EPOCH;
  private @Nullable Instant nextExpiry;
  private long forgottenEventId;

  HostedMap(HostedService service, ObjectState state, long forgottenEventId) {
    super(service, SyncNotification.LIVE_MAP, state);
    this.forgottenEventId = forgottenEventId;
  }

  static SyncRefusal missing() {
    return new SyncRefusal(404, 54200, "Map not found");
  }

  @Override
  String type() {
    return TYPE;
  }

  @Override
  SyncRefusal notFound() {
    return missing();
  }

  @Override
  long forgottenEventId() {
    return forgottenEventId;
  }

  @Override
  boolean canReplayFrom(long since) {
    return super.canReplayFrom(since) && since >= forgottenEventId;
  }

  void load(MapItem item) {
    remember(null, item);
  }

  /**
   * Creates or replaces an item.
   *
   * @param ifMatch the revision that must be current, "-1" for an item that must not exist, null
   *     for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  public Written put(
      Caller caller, String key, JsonObject data, @Nullable String ifMatch, @Nullable Integer ttl) {
    lock.lock();
    try {
      prepare(caller, Permission.Right.WRITE);
      MapItem old = items.get(key);
      checkRevision(old, ifMatch);
      return new Written(write(caller, key, old, data, ttl), old == null);
    } finally {
      lock.unlock();
    }
  }

  /** Creates an item; 409 with code 54208 if it exists. */
  public MapItem create(Caller caller, String key, JsonObject data, @Nullable Integer ttl) {
    lock.lock();
    try {
      prepare(caller, Permission.Right.WRITE);
      if (items.containsKey(key)) {
        throw new SyncRefusal(409, 54208, "An item with this key already exists in the map");
      }
      return write(caller, key, null, data, ttl);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes an item that exists.
   *
   * @param data null leaves it as it is
   */
  public MapItem update(
      Caller caller,
      String key,
      @Nullable JsonObject data,
      @Nullable String ifMatch,
      @Nullable Integer ttl) {
    lock.lock();
    try {
      prepare(caller, Permission.Right.WRITE);
      MapItem old = existing(key);
      checkRevision(old, ifMatch);
      return write(caller, key, old, data == null ? old.data() : data, ttl);
    } finally {
      lock.unlock();
    }
  }

  /** One item; 404 with code 54201 if there is none. */
  public MapItem item(Caller caller, String key) {
    lock.lock();
    try {
      prepare(caller, Permission.Right.READ);
      return existing(key);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes an item.
   *
   * @return its tombstone, whose event id is that of the removal
   */
  public MapItem remove(Caller caller, String key, @Nullable String ifMatch) {
    lock.lock();
    try {
      prepare(caller, Permission.Right.WRITE);
      MapItem old = existing(key);
      checkRevision(old, ifMatch);
      return bury(old);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Items in the order of their keys.
   *
   * @param from where to begin; null for the beginning
   * @param inclusive whether {@code from} itself counts
   * @param limit at most so many, for the caller to bound
   */
  public List<MapItem> items(
      Caller caller, @Nullable String from, boolean inclusive, boolean descending, int limit) {
    lock.lock();
    try {
      prepare(caller, Permission.Right.READ);
      NavigableMap<String, MapItem> ordered = descending ? items.descendingMap() : items;
      if (from != null) {
        ordered = ordered.tailMap(from, inclusive);
      }
      return ordered.values().stream().limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  /** All items, for the backend's side of the house. */
  public List<MapItem> items() {
    return items(Caller.BACKEND, null, true, false, Integer.MAX_VALUE);
  }

  public int count() {
    lock.lock();
    try {
      prepare(Caller.BACKEND, Permission.Right.READ);
      return items.size();
    } finally {
      lock.unlock();
    }
  }

  /** Removes what has expired, so that subscribers hear of it without anybody asking. */
  void expireItems() {
    Instant now = service.now();
    if (nextExpiry == null || now.isBefore(nextExpiry)) {
      return;
    }
    for (MapItem item : List.copyOf(items.values())) {
      if (item.hasExpired(now)) {
        bury(item);
      }
    }
    nextExpiry = null;
    items.values().forEach(this::noteExpiry);
  }

  private void prepare(Caller caller, Permission.Right right) {
    checkAlive();
    require(caller, right);
    expireItems();
  }

  private MapItem existing(String key) {
    MapItem item = items.get(key);
    if (item == null) {
      throw SyncRefusal.itemNotFound();
    }
    return item;
  }

  private static void checkRevision(@Nullable MapItem item, @Nullable String ifMatch) {
    if (ifMatch != null && !ifMatch.equals(item == null ? "-1" : item.revision())) {
      throw new SyncRefusal(412, 54205, "The item's revision does not match");
    }
  }

  private MapItem write(
      Caller caller, String key, @Nullable MapItem old, JsonObject data, @Nullable Integer ttl) {
    Limits.checkKey(key);
    Limits.checkData(data);
    if (old == null && items.size() >= Limits.MAX_ITEMS_PER_MAP) {
      throw SyncRefusal.tooMany("items");
    }
    Instant now = service.now();
    long id = nextEventId();
    Instant created = now.isAfter(newestCreated) ? now : newestCreated.plusMillis(1);
    MapItem item =
        old == null
            ? new MapItem(
                key,
                id,
                id,
                data,
                created,
                now,
                Limits.expiry(ttl, now, null),
                caller.name(),
                false)
            : new MapItem(
                key,
                id,
                old.createdEventId(),
                data,
                old.created(),
                now,
                Limits.expiry(ttl, now, old.expires()),
                old.createdBy(),
                false);
    commit(old == null ? tombstones.get(key) : old, item);
    fanout.publish(written(item, old == null));
    return item;
  }

  private MapItem bury(MapItem old) {
    JsonObject remembered =
        Limits.GSON.toJson(old.data()).length() <= MAX_REMEMBERED_DATA
            ? old.data()
            : new JsonObject();
    var tombstone =
        new MapItem(
            old.key(),
            nextEventId(),
            old.createdEventId(),
            remembered,
            old.created(),
            service.now(),
            null,
            old.createdBy(),
            true);
    commit(old, tombstone);
    fanout.publish(
        new SyncEvent.ItemRemoved(
            tombstone.eventId(),
            sid(),
            state().revision(),
            tombstone.updated(),
            old.key(),
            old.data()));
    return tombstone;
  }

  private long nextEventId() {
    return Math.max(1, state().lastEventId() + 1);
  }

  /** Stores a write; only then does memory know it. */
  private void commit(@Nullable MapItem old, MapItem item) {
    ObjectState before = state();
    var after =
        new ObjectState(
            before.sid(),
            before.uniqueName(),
            before.createdBy(),
            before.created(),
            item.updated(),
            before.expires(),
            before.revisionNumber() + 1,
            item.eventId(),
            before.data());
    MapItem forgotten = item.removed() ? tombstoneToForget() : null;
    long forgottenBefore = forgottenEventId;
    if (forgotten != null) {
      forgottenEventId = Math.max(forgottenEventId, forgotten.eventId());
    }
    try {
      service.transaction(
          c -> {
            SyncTables.save(c, sid(), item);
            if (forgotten != null) {
              SyncTables.forget(c, sid(), forgotten.key());
            }
            store(c, after);
            return true;
          });
    } catch (RuntimeException e) {
      forgottenEventId = forgottenBefore;
      throw e;
    }
    if (forgotten != null) {
      tombstones.remove(forgotten.key());
      log.remove(forgotten.eventId());
    }
    remember(old, item);
    state(after);
  }

  private @Nullable MapItem tombstoneToForget() {
    if (tombstones.size() < Limits.MAX_TOMBSTONES_PER_MAP) {
      return null;
    }
    return log.values().stream().filter(MapItem::removed).findFirst().orElse(null);
  }

  private void remember(@Nullable MapItem old, MapItem item) {
    if (old != null) {
      log.remove(old.eventId());
    }
    log.put(item.eventId(), item);
    if (item.removed()) {
      items.remove(item.key());
      tombstones.put(item.key(), item);
    } else {
      tombstones.remove(item.key());
      items.put(item.key(), item);
      noteExpiry(item);
    }
    if (item.created().isAfter(newestCreated)) {
      newestCreated = item.created();
    }
  }

  private void noteExpiry(MapItem item) {
    Instant expires = item.expires();
    if (expires != null && (nextExpiry == null || expires.isBefore(nextExpiry))) {
      nextExpiry = expires;
    }
  }

  private SyncEvent.ItemWritten written(MapItem item, boolean added) {
    return new SyncEvent.ItemWritten(
        added,
        item.eventId(),
        sid(),
        state().revision(),
        item.updated(),
        item.key(),
        Descriptors.BASE + "/v3/Maps/" + sid() + "/Items/" + SyncPath.encode(item.key()),
        item.revision(),
        item.data(),
        item.expires(),
        item.created());
  }

  @Override
  List<SyncEvent.Change> eventsAfter(long since) {
    var events = new ArrayList<SyncEvent.Change>();
    for (MapItem item : log.tailMap(since, false).values()) {
      events.add(
          item.removed()
              ? new SyncEvent.ItemRemoved(
                  item.eventId(),
                  sid(),
                  state().revision(),
                  item.updated(),
                  item.key(),
                  item.data())
              : written(item, item.createdEventId() > since));
    }
    return events;
  }

  @Override
  SyncEvent.Change removal(long id, Instant now) {
    return new SyncEvent.MapRemoved(id, sid(), state().revision(), now);
  }
}
