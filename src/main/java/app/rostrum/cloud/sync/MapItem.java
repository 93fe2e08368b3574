package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An item of a map. */
public record MapItem(
    String key,
    long eventId,
    long createdEventId,
    JsonObject data,
    Instant created,
    Instant updated,
    @Nullable Instant expires,
    String createdBy,
    boolean removed)
    implements CollectionItem<String> {
  @Override
  public String position() {
    return key;
  }
}
