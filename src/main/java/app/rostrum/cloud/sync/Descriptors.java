package app.rostrum.cloud.sync;

import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.sync.SyncTime;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Objects and items as Twilsock clients get them (protocol note, section 3.3). */
final class Descriptors {
  /**
   * What addresses begin with. Clients send them back inside frames, where only the path counts;
   * nothing ever resolves the name.
   */
  static final String BASE = "https://cds.us1.twilio.com";

  private Descriptors() {}

  static JsonObject of(HostedObject object, ObjectState state) {
    String url =
        BASE + (object instanceof HostedMap ? "/v3/Maps/" : "/v3/Documents/") + state.sid();
    var json = new JsonObject();
    json.addProperty("sid", state.sid());
    json.addProperty("unique_name", state.uniqueName());
    json.addProperty("account_sid", object.service.home().accountSid());
    json.addProperty("service_sid", object.service.sid());
    json.addProperty("url", url);
    var links = new JsonObject();
    links.addProperty("permissions", url + "/Permissions");
    if (object instanceof HostedMap) {
      links.addProperty("items", url + "/Items");
    } else {
      json.add("data", state.data());
    }
    json.add("links", links);
    json.addProperty("revision", state.revision());
    json.addProperty("last_event_id", state.lastEventId());
    times(json, state.created(), state.updated(), state.expires());
    json.addProperty("created_by", state.createdBy());
    return json;
  }

  static JsonObject of(HostedMap map, MapItem item, boolean withData) {
    var json = new JsonObject();
    json.addProperty("key", item.key());
    json.addProperty("account_sid", map.service.home().accountSid());
    json.addProperty("service_sid", map.service.sid());
    json.addProperty("map_sid", map.sid());
    json.addProperty(
        "url", BASE + "/v3/Maps/" + map.sid() + "/Items/" + SyncPath.encode(item.key()));
    json.addProperty("revision", item.revision());
    json.addProperty("last_event_id", item.eventId());
    if (withData) {
      json.add("data", item.data());
    }
    times(json, item.created(), item.updated(), item.expires());
    json.addProperty("created_by", item.createdBy());
    return json;
  }

  private static void times(
      JsonObject json, Instant created, Instant updated, @Nullable Instant expires) {
    json.addProperty("date_created", SyncTime.format(created));
    json.addProperty("date_updated", SyncTime.format(updated));
    json.addProperty("date_expires", expires == null ? null : SyncTime.format(expires));
  }
}
