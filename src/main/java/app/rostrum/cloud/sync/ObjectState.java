package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of an object at one moment.
 *
 * @param lastEventId the id of the newest event, -1 if there is none yet
 * @param data the data of a document, or the context of a list; empty for others. Readers must not
 *     change it
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

  /** The state after a change that made an event. */
  ObjectState changed(Instant now, long eventId, JsonObject newData, @Nullable Instant newExpires) {
    return new ObjectState(
        sid, uniqueName, createdBy, created, now, newExpires, revisionNumber + 1, eventId, newData);
  }

  /** The state after an event that changes nothing. */
  ObjectState passed(long eventId) {
    return new ObjectState(
        sid, uniqueName, createdBy, created, updated, expires, revisionNumber, eventId, data);
  }

  /**
   * The state with another expiry. That makes no event and therefore no new revision: the official
   * SDK learns of a revision only from an event, and would repeat a conditional write for ever.
   */
  ObjectState expiring(@Nullable Instant newExpires, Instant now) {
    return new ObjectState(
        sid, uniqueName, createdBy, created, now, newExpires, revisionNumber, lastEventId, data);
  }
}
