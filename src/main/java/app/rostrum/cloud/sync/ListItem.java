package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a list.
 *
 * @param index from 0, in the order of arrival; never given again
 */
public record ListItem(
    long index,
    long eventId,
    long createdEventId,
    JsonObject data,
    Instant created,
    Instant updated,
    @Nullable Instant expires,
    String createdBy,
    boolean removed)
    implements CollectionItem<Long> {
  @Override
  public Long position() {
    return index;
  }
}
