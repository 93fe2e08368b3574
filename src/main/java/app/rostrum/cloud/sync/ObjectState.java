package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object at one moment.
 *
 * @param lastEventId the newest event, -1 if there is none yet
 * @param data of a document, or the context of a list; empty for others. Must not be changed by who
 *     reads it
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
  ObjectState changed(Instant now, long eventId, JsonObject newData, @Nullable Instant when) {
    return new ObjectState(
        sid, uniqueName, createdBy, created, now, when, revisionNumber + 1, eventId, newData);
  }

  /** The state after an event that changes nothing. */
  ObjectState passed(long eventId) {
    return new ObjectState(
        sid, uniqueName, createdBy, created, updated, expires, revisionNumber, eventId, data);
  }

  /**
   * The state with another expiry, which makes no event and therefore no revision: the official SDK
   * learns a revision with an event only, and would try a conditional write for ever.
   */
  ObjectState expiring(@Nullable Instant when, Instant now) {
    return new ObjectState(
        sid, uniqueName, createdBy, created, now, when, revisionNumber, lastEventId, data);
  }
}
