package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A map: JSON objects by key. */
public final class HostedMap extends HostedCollection<String> {
  /**
   * The outcome of {@link #put}.
   *
   * @param created false if the item existed before
   */
  public record Written(CollectionItem<String> item, boolean created) {}

  HostedMap(ServiceContext context, ObjectState state, long forgottenEventId) {
    super(context, ObjectKind.MAP, state, forgottenEventId);
  }

  /**
   * Creates or replaces an item.
   *
   * @param ifMatch the revision that must be current, else 412 with code 54205; "-1" for an item
   *     that must not exist; null for any
   * @param ttl seconds, 0 for never, null to leave it
   */
  public Written put(
      Caller caller, String key, JsonObject data, @Nullable String ifMatch, @Nullable Integer ttl) {
    lock.lock();
    try {
      prepareToWrite(caller);
      CollectionItem<String> old = at(key);
      checkRevision(old, ifMatch);
      Limits.checkKey(key);
      return new Written(write(caller, key, old, data, ttl), old == null);
    } finally {
      lock.unlock();
    }
  }

  /** Creates an item; 409 with code 54208 if it exists. */
  public CollectionItem<String> create(
      Caller caller, String key, JsonObject data, @Nullable Integer ttl) {
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

  @Override
  String position(String text) {
    return text;
  }

  @Override
  Refusal itemNotFound() {
    return new Refusal(404, 54201, "Map item not found");
  }

  @Override
  Refusal revisionMismatch() {
    return new Refusal(412, 54205, "The item's revision does not match");
  }

  @Override
  SyncEvent.Change writtenEvent(CollectionItem<String> item, boolean added) {
    return new SyncEvent.ItemWritten(
        added,
        item.eventId(),
        sid(),
        state().revision(),
        item.updated(),
        item.position(),
        itemAddress(item.position()),
        item.revision(),
        item.data(),
        item.expires(),
        item.created());
  }

  @Override
  SyncEvent.Change removedEvent(CollectionItem<String> tombstone, JsonObject data) {
    return new SyncEvent.ItemRemoved(
        tombstone.eventId(),
        sid(),
        state().revision(),
        tombstone.updated(),
        tombstone.position(),
        data);
  }

  @Override
  SyncEvent.Change deletedEvent(long id, Instant now) {
    return new SyncEvent.MapRemoved(id, sid(), state().revision(), now);
  }
}
