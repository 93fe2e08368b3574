package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document or map at one moment.
 *
 * @param lastEventId the newest event, -1 if there is none yet
 * @param data of a document; empty for a map. Must not be changed by who reads it
 */
public record ObjectState(
    String sid,
    @Nullable String uniqueName,
    String createdBy,
    Instant created,
    Instant updated,
    @Nullable Instant expires,
    long revisionNumber,
    long lastEventId,
    JsonObject data) {
  public String revision() {
    return Long.toString(revisionNumber);
  }
}
