package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a map or list as last written, or the tombstone of one. The data must not be changed
 * by who reads it.
 *
 * @param <K> what finds it: a map's keys are texts, a list's are numbers
 */
public sealed interface CollectionItem<K> permits MapItem, ListItem {
  /** Where it is in the collection. */
  K position();

  /** The write that made it so. */
  long eventId();

  /** The write that brought it into the collection. */
  long createdEventId();

  JsonObject data();

  /** Rises strictly within one collection, so that it tells the order of arrival. */
  Instant created();

  Instant updated();

  @Nullable Instant expires();

  String createdBy();

  /** True for a tombstone, which lets clients that were away learn of the removal. */
  boolean removed();

  /** Changes with every write of the collection, so that no two items of one place share it. */
  default String revision() {
    return Long.toString(eventId());
  }

  /** False for what never expires. */
  default boolean hasExpired(Instant now) {
    Instant expires = expires();
    return expires != null && !now.isBefore(expires);
  }
}
