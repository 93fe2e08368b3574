package app.rostrum.wire.sync;

import static app.rostrum.wire.twilsock.JsonFields.number;
import static app.rostrum.wire.twilsock.JsonFields.object;
import static app.rostrum.wire.twilsock.JsonFields.text;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in a notification about one object: a change of its data, or the result of a
 * subscription. Other events are read as {@link Unknown}.
 */
public sealed interface SyncEvent {
  /** Returns the {@code event_type} of the notification. */
  String type();

  /** Returns the SID of the object that the event is about; empty if unknown. */
  String objectSid();

  /** Returns the event as JSON, without its type. */
  JsonObject toJson();

  /** A change of an object, numbered in the order of all its changes. */
  sealed interface Change extends SyncEvent {
    /** Returns the number of the change, which grows within an object. */
    long id();
  }

  /**
   * An item of a map was added or changed.
   *
   * @param added false for {@code map_item_updated}
   * @param changed the time of the change
   * @param created the time when the key was added: our own addition to the protocol, so that the
   *     order survives a replay that has only the newest write of a key; null if not given
   */
  record ItemWritten(
      boolean added,
      long id,
      String mapSid,
      String mapRevision,
      Instant changed,
      String key,
      String itemUrl,
      String itemRevision,
      JsonObject data,
      @Nullable Instant expires,
      @Nullable Instant created)
      implements Change {
    @Override
    public String type() {
      return added ? "map_item_added" : "map_item_updated";
    }

    @Override
    public String objectSid() {
      return mapSid;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = change("map", id, mapSid, mapRevision, changed);
      json.addProperty("item_key", key);
      json.addProperty("item_url", itemUrl);
      json.addProperty("item_revision", itemRevision);
      json.add("item_data", data);
      json.addProperty("date_expires", expires == null ? null : SyncTime.format(expires));
      if (created != null) {
        json.addProperty("item_date_created", SyncTime.format(created));
      }
      return json;
    }
  }

  /** An item of a map was removed; {@code data} is its last data. */
  record ItemRemoved(
      long id, String mapSid, String mapRevision, Instant changed, String key, JsonObject data)
      implements Change {
    @Override
    public String type() {
      return "map_item_removed";
    }

    @Override
    public String objectSid() {
      return mapSid;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = change("map", id, mapSid, mapRevision, changed);
      json.addProperty("item_key", key);
      json.add("item_data", data);
      return json;
    }
  }

  /** A map was removed. */
  record MapRemoved(long id, String mapSid, String mapRevision, Instant changed) implements Change {
    @Override
    public String type() {
      return "map_removed";
    }

    @Override
    public String objectSid() {
      return mapSid;
    }

    @Override
    public JsonObject toJson() {
      return change("map", id, mapSid, mapRevision, changed);
    }
  }

  /**
   * An item of a list was added or changed.
   *
   * @param added false for {@code list_item_updated}
   * @param changed the time of the change
   */
  record ListItemWritten(
      boolean added,
      long id,
      String listSid,
      String listRevision,
      Instant changed,
      long index,
      String itemUrl,
      String itemRevision,
      JsonObject data,
      @Nullable Instant expires)
      implements Change {
    @Override
    public String type() {
      return added ? "list_item_added" : "list_item_updated";
    }

    @Override
    public String objectSid() {
      return listSid;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = change("list", id, listSid, listRevision, changed);
      json.addProperty("item_index", index);
      json.addProperty("item_url", itemUrl);
      json.addProperty("item_revision", itemRevision);
      json.add("item_data", data);
      json.addProperty("date_expires", expires == null ? null : SyncTime.format(expires));
      return json;
    }
  }

  /** An item of a list was removed; {@code data} is its last data. */
  record ListItemRemoved(
      long id, String listSid, String listRevision, Instant changed, long index, JsonObject data)
      implements Change {
    @Override
    public String type() {
      return "list_item_removed";
    }

    @Override
    public String objectSid() {
      return listSid;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = change("list", id, listSid, listRevision, changed);
      json.addProperty("item_index", index);
      json.add("item_data", data);
      return json;
    }
  }

  /** The context document of a list was changed. */
  record ListContextUpdated(
      long id, String listSid, String listRevision, Instant changed, JsonObject data)
      implements Change {
    @Override
    public String type() {
      return "list_context_updated";
    }

    @Override
    public String objectSid() {
      return listSid;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = change("list", id, listSid, listRevision, changed);
      json.add("context_data", data);
      return json;
    }
  }

  /** A list was removed. */
  record ListRemoved(long id, String listSid, String listRevision, Instant changed)
      implements Change {
    @Override
    public String type() {
      return "list_removed";
    }

    @Override
    public String objectSid() {
      return listSid;
    }

    @Override
    public JsonObject toJson() {
      return change("list", id, listSid, listRevision, changed);
    }
  }

  /**
   * A message was published on a message stream.
   *
   * @param id orders the messages of one stream while the server runs; our own addition to the
   *     protocol, 0 if not given
   */
  record StreamMessagePublished(
      long id, String streamSid, String messageSid, JsonObject data, Instant changed)
      implements Change {
    @Override
    public String type() {
      return "stream_message_published";
    }

    @Override
    public String objectSid() {
      return streamSid;
    }

    @Override
    public JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("id", id);
      json.addProperty("stream_sid", streamSid);
      json.addProperty("message_sid", messageSid);
      json.add("message_data", data);
      json.addProperty("date_created", SyncTime.format(changed));
      return json;
    }
  }

  /** A message stream was removed. */
  record StreamRemoved(long id, String streamSid, Instant changed) implements Change {
    @Override
    public String type() {
      return "stream_removed";
    }

    @Override
    public String objectSid() {
      return streamSid;
    }

    @Override
    public JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("id", id);
      json.addProperty("stream_sid", streamSid);
      json.addProperty("date_created", SyncTime.format(changed));
      return json;
    }
  }

  /** A document has new data. */
  record DocumentUpdated(
      long id,
      String documentSid,
      String documentRevision,
      Instant changed,
      JsonObject data,
      @Nullable Instant expires)
      implements Change {
    @Override
    public String type() {
      return "document_updated";
    }

    @Override
    public String objectSid() {
      return documentSid;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = change("document", id, documentSid, documentRevision, changed);
      json.add("document_data", data);
      json.addProperty("date_expires", expires == null ? null : SyncTime.format(expires));
      return json;
    }
  }

  /** A document was removed. */
  record DocumentRemoved(long id, String documentSid, String documentRevision, Instant changed)
      implements Change {
    @Override
    public String type() {
      return "document_removed";
    }

    @Override
    public String objectSid() {
      return documentSid;
    }

    @Override
    public JsonObject toJson() {
      return change("document", id, documentSid, documentRevision, changed);
    }
  }

  /**
   * A subscription was established; everything up to {@code lastEventId} has been sent.
   *
   * @param completed false for {@code interrupted}: the client subscribes again from there
   */
  record Established(String objectSid, String objectType, boolean completed, long lastEventId)
      implements SyncEvent {
    @Override
    public String type() {
      return "subscription_established";
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = subscription(objectSid, objectType);
      json.addProperty("replay_status", completed ? "completed" : "interrupted");
      json.addProperty("last_event_id", lastEventId);
      return json;
    }
  }

  /** A subscription was canceled by its client. */
  record Canceled(String objectSid, String objectType) implements SyncEvent {
    @Override
    public String type() {
      return "subscription_canceled";
    }

    @Override
    public JsonObject toJson() {
      return subscription(objectSid, objectType);
    }
  }

  /** A subscription was refused; status 404 means that the object no longer exists. */
  record Failed(String objectSid, String objectType, int status, int code, String message)
      implements SyncEvent {
    @Override
    public String type() {
      return "subscription_failed";
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = subscription(objectSid, objectType);
      var error = new JsonObject();
      error.addProperty("status", status);
      error.addProperty("code", code);
      error.addProperty("message", message);
      json.add("error", error);
      return json;
    }
  }

  /** An event that this version does not know. */
  record Unknown(String type, JsonObject json) implements SyncEvent {
    @Override
    public String objectSid() {
      return "";
    }

    @Override
    public JsonObject toJson() {
      return json;
    }
  }

  /**
   * Reads one event.
   *
   * @throws SyncFormatException if a known event lacks what it needs
   */
  static SyncEvent read(String type, JsonObject json) throws SyncFormatException {
    return switch (type) {
      case "map_item_added", "map_item_updated" ->
          new ItemWritten(
              type.equals("map_item_added"),
              id(json),
              needed(json, "map_sid"),
              text(json, "map_revision", ""),
              changed(json),
              needed(json, "item_key"),
              text(json, "item_url", ""),
              text(json, "item_revision", ""),
              orEmpty(object(json, "item_data")),
              SyncTime.parse(text(json, "date_expires")),
              SyncTime.parse(text(json, "item_date_created")));
      case "map_item_removed" ->
          new ItemRemoved(
              id(json),
              needed(json, "map_sid"),
              text(json, "map_revision", ""),
              changed(json),
              needed(json, "item_key"),
              orEmpty(object(json, "item_data")));
      case "map_removed" ->
          new MapRemoved(
              WholeNumbers.read(json, "id", 0),
              needed(json, "map_sid"),
              text(json, "map_revision", ""),
              changed(json));
      case "list_item_added", "list_item_updated" ->
          new ListItemWritten(
              type.equals("list_item_added"),
              id(json),
              needed(json, "list_sid"),
              text(json, "list_revision", ""),
              changed(json),
              index(json),
              text(json, "item_url", ""),
              text(json, "item_revision", ""),
              orEmpty(object(json, "item_data")),
              SyncTime.parse(text(json, "date_expires")));
      case "list_item_removed" ->
          new ListItemRemoved(
              id(json),
              needed(json, "list_sid"),
              text(json, "list_revision", ""),
              changed(json),
              index(json),
              orEmpty(object(json, "item_data")));
      case "list_context_updated" ->
          new ListContextUpdated(
              id(json),
              needed(json, "list_sid"),
              text(json, "list_revision", ""),
              changed(json),
              orEmpty(object(json, "context_data")));
      case "list_removed" ->
          new ListRemoved(
              WholeNumbers.read(json, "id", 0),
              needed(json, "list_sid"),
              text(json, "list_revision", ""),
              changed(json));
      case "stream_message_published" ->
          new StreamMessagePublished(
              WholeNumbers.read(json, "id", 0),
              needed(json, "stream_sid"),
              text(json, "message_sid", ""),
              orEmpty(object(json, "message_data")),
              changed(json));
      case "stream_removed" ->
          new StreamRemoved(
              WholeNumbers.read(json, "id", 0), needed(json, "stream_sid"), changed(json));
      case "document_updated" ->
          new DocumentUpdated(
              id(json),
              needed(json, "document_sid"),
              text(json, "document_revision", ""),
              changed(json),
              orEmpty(object(json, "document_data")),
              SyncTime.parse(text(json, "date_expires")));
      case "document_removed" ->
          new DocumentRemoved(
              WholeNumbers.read(json, "id", 0),
              needed(json, "document_sid"),
              text(json, "document_revision", ""),
              changed(json));
      case "subscription_established" ->
          new Established(
              needed(json, "object_sid"),
              text(json, "object_type", ""),
              !"interrupted".equals(text(json, "replay_status")),
              WholeNumbers.read(json, "last_event_id", -1));
      case "subscription_canceled" ->
          new Canceled(needed(json, "object_sid"), text(json, "object_type", ""));
      case "subscription_failed" -> {
        JsonObject error = orEmpty(object(json, "error"));
        yield new Failed(
            needed(json, "object_sid"),
            text(json, "object_type", ""),
            Math.clamp(number(error, "status", 0), 0, 999),
            Math.clamp(number(error, "code", 0), 0, 999_999),
            text(error, "message", ""));
      }
      default -> new Unknown(type, json);
    };
  }

  private static JsonObject change(
      String kind, long id, String sid, String revision, Instant changed) {
    var json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty(kind + "_sid", sid);
    json.addProperty(kind + "_revision", revision);
    json.addProperty("date_created", SyncTime.format(changed));
    return json;
  }

  private static JsonObject subscription(String sid, String type) {
    var json = new JsonObject();
    json.addProperty("object_sid", sid);
    json.addProperty("object_type", type);
    return json;
  }

  private static long id(JsonObject json) throws SyncFormatException {
    Long id = WholeNumbers.read(json, "id");
    if (id == null) {
      throw new SyncFormatException("the event has no id");
    }
    return id;
  }

  private static long index(JsonObject json) throws SyncFormatException {
    Long index = WholeNumbers.read(json, "item_index");
    if (index == null) {
      throw new SyncFormatException("the event has no item_index");
    }
    return index;
  }

  private static String needed(JsonObject json, String name) throws SyncFormatException {
    String value = text(json, name);
    if (value == null) {
      throw new SyncFormatException("the event has no " + name);
    }
    return value;
  }

  private static Instant changed(JsonObject json) {
    Instant time = SyncTime.parse(text(json, "date_created"));
    return time == null ? Instant.EPOCH : time;
  }

  private static JsonObject orEmpty(@Nullable JsonObject object) {
    return object == null ? new JsonObject() : object;
  }
}
