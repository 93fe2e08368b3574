package app.rostrum.sdk.sync;

import app.rostrum.wire.sync.SyncNotification;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The product whose Sync objects a client uses, as the init frame registers it.
 *
 * @param grant the token's grant that requests are made under, for example {@code data_sync}
 * @param type the client type in the init frame
 * @param messageTypes the types of notifications besides those of Sync itself
 */
public record ProductRegistration(String grant, String type, List<String> messageTypes) {
  /** Twilio Sync. */
  public static final ProductRegistration SYNC =
      new ProductRegistration("data_sync", "sync", List.of());

  /** Twilio Conversations, which keep their state in Sync objects. */
  public static final ProductRegistration CONVERSATIONS =
      new ProductRegistration(
          "ip_messaging", "conversations", List.of("twilio.ipmsg.typing_indicator"));

  public ProductRegistration {
    messageTypes = List.copyOf(messageTypes);
  }

  /** Returns the registrations of the init frame (protocol note, section 1.5). */
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
