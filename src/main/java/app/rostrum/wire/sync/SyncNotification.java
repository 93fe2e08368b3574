package app.rostrum.wire.sync;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Sync notification: events of one type, in order.
 *
 * @param correlationId names the subscription request that this answers or replays for, if any
 */
public record SyncNotification(@Nullable Long correlationId, List<SyncEvent> events) {
  /** The message type of replayed events and of the results of subscriptions. */
  public static final String STRICTLY_ORDERED = "twilio.sync.event";

  /** The message type of live events of maps. */
  public static final String LIVE_MAP = "com.twilio.rtd.cds.map";

  /** The message type of live events of documents. */
  public static final String LIVE_DOCUMENT = "com.twilio.rtd.cds.document";

  /** The message type of live events of lists. */
  public static final String LIVE_LIST = "com.twilio.rtd.cds.list";

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /**
   * Reads a payload with either {@code event} or {@code events}. Events that lack a required field
   * are left out: the others may still be useful.
   *
   * @throws SyncFormatException if there is no event type
   */
  public static SyncNotification parse(JsonObject json) throws SyncFormatException {
    String type = JsonFields.text(json, "event_type");
    if (type == null) {
      throw new SyncFormatException("event_type is missing");
    }
    var events = new ArrayList<SyncEvent>();
    for (JsonElement element : JsonFields.array(json, "events")) {
      add(events, type, element);
    }
    if (!(json.get("events") instanceof JsonArray)) {
      add(events, type, json.get("event"));
    }
    return new SyncNotification(WholeNumbers.read(json, "correlation_id"), List.copyOf(events));
  }

  private static void add(List<SyncEvent> events, String type, @Nullable JsonElement element) {
    if (element instanceof JsonObject object) {
      try {
        events.add(SyncEvent.read(type, object));
      } catch (SyncFormatException incomplete) {
        // Left out, as documented.
      }
    }
  }

  /** Returns an event as JSON, for payloads of either version. */
  public static String encode(SyncEvent event) {
    return GSON.toJson(event.toJson());
  }

  /** Returns a payload of protocol 4: any number of encoded events of one type. */
  public static byte[] version4(
      String type, List<String> encodedEvents, @Nullable Long correlationId) {
    return payload(type, 4, "\"events\":[" + String.join(",", encodedEvents) + "]", correlationId);
  }

  /** Returns a payload of protocol 3: one event. */
  public static byte[] version3(String type, String encodedEvent, @Nullable Long correlationId) {
    return payload(type, 3, "\"event\":" + encodedEvent, correlationId);
  }

  private static byte[] payload(
      String type, int version, String events, @Nullable Long correlationId) {
    var text = new StringBuilder("{\"event_type\":").append(GSON.toJson(type)).append(',');
    if (correlationId != null) {
      text.append("\"correlation_id\":").append(correlationId.longValue()).append(',');
    }
    return text.append("\"event_protocol_version\":")
        .append(version)
        .append(',')
        .append(events)
        .append('}')
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
