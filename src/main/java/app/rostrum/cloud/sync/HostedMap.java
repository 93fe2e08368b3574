package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A map: JSON objects by key. */
public final class HostedMap extends HostedCollection<String, MapItem> {
  /**
   * @param created false if the item was there before
   */
  public record Written(MapItem item, boolean created) {}

  HostedMap(HostedService service, ObjectState state, long forgottenEventId) {
    super(service, ObjectKind.MAP, state, forgottenEventId);
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
      prepareToWrite(caller);
      MapItem old = at(key);
      checkRevision(old, ifMatch);
      Limits.checkKey(key);
      return new Written(write(caller, key, old, data, ttl), old == null);
    } finally {
      lock.unlock();
    }
  }

  /** Creates an item; 409 with code 54208 if it exists. */
  public MapItem create(Caller caller, String key, JsonObject data, @Nullable Integer ttl) {
    lock.lock();
    try {
      prepareToWrite(caller);
      if (at(key) != null) {
        throw new Refusal(409, 54208, "An item with this key already exists in the map");
      }
      Limits.checkKey(key);
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
    return change(caller, key, data, ifMatch, ttl);
  }

  /** One item; 404 with code 54201 if there is none. */
  public MapItem item(Caller caller, String key) {
    return find(caller, key);
  }

  /**
   * Removes an item.
   *
   * @return its tombstone, whose event id is that of the removal
   */
  public MapItem remove(Caller caller, String key, @Nullable String ifMatch) {
    return take(caller, key, ifMatch);
  }

  @Override
  String position(String text) {
    return text;
  }

  @Override
  String text(String position) {
    return position;
  }

  @Override
  MapItem item(
      String position,
      long eventId,
      long createdEventId,
      JsonObject data,
      Instant created,
      Instant updated,
      @Nullable Instant expires,
      String createdBy,
      boolean removed) {
    return new MapItem(
        position, eventId, createdEventId, data, created, updated, expires, createdBy, removed);
  }

  @Override
  Refusal itemNotFound() {
    return new Refusal(404, 54201, "Map item not found");
  }

  @Override
  Refusal mismatch() {
    return new Refusal(412, 54205, "The item's revision does not match");
  }

  @Override
  SyncEvent.Change written(MapItem item, boolean added) {
    return new SyncEvent.ItemWritten(
        added,
        item.eventId(),
        sid(),
        state().revision(),
        item.updated(),
        item.key(),
        itemUrl(item.key()),
        item.revision(),
        item.data(),
        item.expires(),
        item.created());
  }

  @Override
  SyncEvent.Change taken(MapItem tombstone, JsonObject data) {
    return new SyncEvent.ItemRemoved(
        tombstone.eventId(), sid(), state().revision(), tombstone.updated(), tombstone.key(), data);
  }

  @Override
  SyncEvent.Change removal(long id, Instant now) {
    return new SyncEvent.MapRemoved(id, sid(), state().revision(), now);
  }
}
