package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a map or list as last written, or the tombstone of a removed one. Readers must not
 * change its data.
 *
 * @param <K> the type of positions: a map's keys are texts, a list's indexes are numbers
 * @param position the key; or the index, which counts from 0 in the order of arrival and is never
 *     given twice
 * @param eventId the id of the write that made this state
 * @param createdEventId the id of the write that added the item to the collection
 * @param created rises strictly within one collection, so that it gives the order of arrival
 * @param removed true for a tombstone, from which clients that were away learn of the removal
 */
public record CollectionItem<K extends Comparable<K>>(
    K position,
    long eventId,
    long createdEventId,
    JsonObject data,
    Instant created,
    Instant updated,
    @Nullable Instant expires,
    String createdBy,
    boolean removed) {
  /** Changes with every write of the collection, so that no two items at one position share it. */
  public String revision() {
    return Long.toString(eventId);
  }

  boolean hasExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  /** The item after another write. */
  CollectionItem<K> written(
      long id, JsonObject newData, Instant now, @Nullable Instant newExpires) {
    return new CollectionItem<>(
        position, id, createdEventId, newData, created, now, newExpires, createdBy, false);
  }

  /** The tombstone that a removal leaves. */
  CollectionItem<K> removed(long id, JsonObject rememberedData, Instant now) {
    return new CollectionItem<>(
        position, id, createdEventId, rememberedData, created, now, null, createdBy, true);
  }

  /** Adds the position to a JSON object: {@code index} as a number, or {@code key} as text. */
  public void addPositionTo(JsonObject json) {
    if (position instanceof Long index) {
      json.addProperty("index", index);
    } else {
      json.addProperty("key", position.toString());
    }
  }
}
