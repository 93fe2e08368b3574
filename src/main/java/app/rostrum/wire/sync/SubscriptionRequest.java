package app.rostrum.wire.sync;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to subscribe to objects or to cancel that: the body of a POST to {@code
 * /v4/Subscriptions}.
 *
 * @param protocolVersion 4 lets notifications carry an array of events, 3 a single one
 * @param establish false to cancel
 * @param correlationId returned in the notifications that answer
 */
public record SubscriptionRequest(
    int protocolVersion,
    boolean establish,
    long correlationId,
    int retriedRequests,
    List<Target> targets) {
  /** The largest number of objects in a request; the official SDKs send 100, unless told more. */
  public static final int MAX_TARGETS = 1000;

  /**
   * An object to subscribe to.
   *
   * @param lastEventId the newest event that the client has; null to start from now
   */
  public record Target(String objectSid, String objectType, @Nullable Long lastEventId) {}

  /**
   * Reads a request.
   *
   * @throws SyncFormatException if the action, the correlation id or a SID is missing
   */
  public static SubscriptionRequest parse(JsonObject json) throws SyncFormatException {
    String action = JsonFields.text(json, "action", "");
    if (!action.equals("establish") && !action.equals("cancel")) {
      throw new SyncFormatException("the action is neither establish nor cancel");
    }
    Long correlationId = JsonFields.number(json, "correlation_id");
    if (correlationId == null) {
      throw new SyncFormatException("correlation_id is missing");
    }
    JsonArray requests = JsonFields.array(json, "requests");
    if (requests.size() > MAX_TARGETS) {
      throw new SyncFormatException("more than " + MAX_TARGETS + " requests");
    }
    var targets = new ArrayList<Target>();
    for (JsonElement element : requests) {
      String sid = element instanceof JsonObject o ? JsonFields.text(o, "object_sid") : null;
      if (sid == null) {
        throw new SyncFormatException("object_sid is missing");
      }
      JsonObject target = element.getAsJsonObject();
      targets.add(
          new Target(
              sid,
              JsonFields.text(target, "object_type", ""),
              JsonFields.number(target, "last_event_id")));
    }
    return new SubscriptionRequest(
        JsonFields.number(json, "event_protocol_version", 3) >= 4 ? 4 : 3,
        action.equals("establish"),
        correlationId,
        Math.clamp(JsonFields.number(json, "retried_requests", 0), 0, MAX_TARGETS),
        List.copyOf(targets));
  }

  /** Returns the request as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("event_protocol_version", protocolVersion);
    json.addProperty("action", establish ? "establish" : "cancel");
    json.addProperty("correlation_id", correlationId);
    json.addProperty("retried_requests", retriedRequests);
    json.addProperty("ttl_in_s", -1);
    var requests = new JsonArray();
    for (Target target : targets) {
      var request = new JsonObject();
      request.addProperty("object_sid", target.objectSid());
      request.addProperty("object_type", target.objectType());
      if (establish) {
        request.addProperty("last_event_id", target.lastEventId());
      }
      requests.add(request);
    }
    json.add("requests", requests);
    return json;
  }
}
