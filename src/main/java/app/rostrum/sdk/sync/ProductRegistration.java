package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.SyncNotification;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Which product's Sync objects a client is for.
 *
 * @param grant the token's grant that requests are made under, for example {@code data_sync}
 * @param type what the client calls itself to the server
 * @param messageTypes of notifications, besides those of Sync itself
 */
public record SyncProduct(String grant, String type, List<String> messageTypes) {
  /** Sync itself. */
  public static final SyncProduct SYNC = new SyncProduct("data_sync", "sync", List.of());

  /** Conversations, which keep their state in Sync objects. */
  public static final SyncProduct CONVERSATIONS =
      new SyncProduct("ip_messaging", "conversations", List.of("twilio.ipmsg.typing_indicator"));

  public SyncProduct {
    messageTypes = List.copyOf(messageTypes);
  }

  /** As the init frame carries them (protocol note, section 1.5). */
  JsonArray registrations() {
    var all = new ArrayList<>(messageTypes);
    all.addAll(
        List.of(
            SyncNotification.STRICTLY_ORDERED,
            SyncNotification.LIVE_DOCUMENT,
            SyncNotification.LIVE_LIST,
            SyncNotification.LIVE_MAP));
    var types = new JsonArray();
    all.forEach(types::add);
    var registration = new JsonObject();
    registration.addProperty("product", grant);
    registration.addProperty("type", "ers");
    registration.addProperty("notification_protocol_version", 0);
    registration.add("message_types", types);
    var registrations = new JsonArray();
    registrations.add(registration);
    return registrations;
  }
}
