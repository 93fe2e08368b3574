package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One item of a map as last written. The data must not be changed by who reads it.
 *
 * @param eventId the write that made it so
 * @param createdEventId the write that brought it into the map
 * @param created rises strictly within one map, so that it tells the order of arrival
 * @param removed true for a tombstone, which lets clients that were away learn of the removal
 */
public record MapItem(
    String key,
    long eventId,
    long createdEventId,
    JsonObject data,
    Instant created,
    Instant updated,
    @Nullable Instant expires,
    String createdBy,
    boolean removed) {
  /** Changes with every write of the map, so that no two items of one key share it. */
  public String revision() {
    return Long.toString(eventId);
  }

  boolean hasExpired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }
}
