package app.rostrum.cloud.sync;

import app.rostrum.wire.sync.SyncTime;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The JSON of objects and items for Twilsock clients (protocol note, section 3.3). */
final class Descriptors {
  private Descriptors() {}

  static JsonObject object(HostedObject object, ObjectState state) {
    String url = object.address();
    var json = new JsonObject();
    json.addProperty("sid", state.sid());
    json.addProperty("unique_name", state.uniqueName());
    json.addProperty("account_sid", object.accountSid());
    json.addProperty("service_sid", object.serviceSid());
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
    addTimes(json, state.created(), state.updated(), state.expires());
    json.addProperty("created_by", state.createdBy());
    return json;
  }

  static <K extends Comparable<K>> JsonObject item(
      HostedCollection<K> collection, CollectionItem<K> item, boolean withData) {
    var json = new JsonObject();
    item.addPositionTo(json);
    json.addProperty("account_sid", collection.accountSid());
    json.addProperty("service_sid", collection.serviceSid());
    json.addProperty(collection.type() + "_sid", collection.sid());
    json.addProperty("url", collection.itemAddress(item.position()));
    json.addProperty("revision", item.revision());
    json.addProperty("last_event_id", item.eventId());
    if (withData) {
      json.add("data", item.data());
    }
    addTimes(json, item.created(), item.updated(), item.expires());
    json.addProperty("created_by", item.createdBy());
    return json;
  }

  /** The context document of a list. */
  static JsonObject context(HostedList list, ObjectState state) {
    var json = new JsonObject();
    json.addProperty("list_sid", state.sid());
    json.addProperty("url", list.address() + "/Context");
    json.addProperty("revision", state.revision());
    json.addProperty("last_event_id", state.lastEventId());
    json.add("data", state.data());
    addTimes(json, state.created(), state.updated(), state.expires());
    return json;
  }

  private static void addTimes(
      JsonObject json, Instant created, Instant updated, @Nullable Instant expires) {
    json.addProperty("date_created", SyncTime.format(created));
    json.addProperty("date_updated", SyncTime.format(updated));
    json.addProperty("date_expires", expires == null ? null : SyncTime.format(expires));
  }
}
