package app.rostrum.cloud.sync;

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

  static String url(HostedObject object) {
    return BASE + "/v3/" + object.collection() + "/" + object.sid();
  }

  static JsonObject of(HostedObject object, ObjectState state) {
    String url = url(object);
    var json = new JsonObject();
    json.addProperty("sid", state.sid());
    json.addProperty("unique_name", state.uniqueName());
    json.addProperty("account_sid", object.service.home().accountSid());
    json.addProperty("service_sid", object.service.sid());
    json.addProperty("url", url);
    var links = new JsonObject();
    if (!(object instanceof HostedStream)) {
      links.addProperty("permissions", url + "/Permissions");
    }
    switch (object) {
      case HostedMap map -> links.addProperty("items", url + "/Items");
      case HostedList list -> {
        links.addProperty("items", url + "/Items");
        links.addProperty("context", url + "/Context");
      }
      case HostedStream stream -> links.addProperty("messages", url + "/Messages");
      case HostedDocument document -> json.add("data", state.data());
    }
    json.add("links", links);
    if (!(object instanceof HostedStream)) {
      json.addProperty("revision", state.revision());
      json.addProperty("last_event_id", state.lastEventId());
    }
    times(json, state.created(), state.updated(), state.expires());
    json.addProperty("created_by", state.createdBy());
    return json;
  }

  static <K extends Comparable<K>, I extends CollectionItem<K>> JsonObject of(
      HostedCollection<K, I> collection, I item, boolean withData) {
    var json = new JsonObject();
    switch (item) {
      case MapItem of -> json.addProperty("key", of.key());
      case ListItem of -> json.addProperty("index", of.index());
    }
    json.addProperty("account_sid", collection.service.home().accountSid());
    json.addProperty("service_sid", collection.service.sid());
    json.addProperty(collection.type() + "_sid", collection.sid());
    json.addProperty("url", collection.itemUrl(item.position()));
    json.addProperty("revision", item.revision());
    json.addProperty("last_event_id", item.eventId());
    if (withData) {
      json.add("data", item.data());
    }
    times(json, item.created(), item.updated(), item.expires());
    json.addProperty("created_by", item.createdBy());
    return json;
  }

  /** The context document of a list. */
  static JsonObject context(HostedList list, ObjectState state) {
    var json = new JsonObject();
    json.addProperty("list_sid", state.sid());
    json.addProperty("url", url(list) + "/Context");
    json.addProperty("revision", state.revision());
    json.addProperty("last_event_id", state.lastEventId());
    json.add("data", state.data());
    times(json, state.created(), state.updated(), state.expires());
    return json;
  }

  private static void times(
      JsonObject json, Instant created, Instant updated, @Nullable Instant expires) {
    json.addProperty("date_created", SyncTime.format(created));
    json.addProperty("date_updated", SyncTime.format(updated));
    json.addProperty("date_expires", expires == null ? null : SyncTime.format(expires));
  }
}
