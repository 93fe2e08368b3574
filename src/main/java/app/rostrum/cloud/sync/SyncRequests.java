package app.rostrum.cloud.sync;

import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.sync.SyncTime;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.JsonFields;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the requests that Sync clients send inside Twilsock (protocol note, section 3). */
final class SyncRequests {
  /** A JSON answer with its HTTP status. */
  record Answer(int status, JsonObject body) {
    static Answer ok(JsonObject body) {
      return new Answer(200, body);
    }

    static Answer refusal(SyncRefusal refusal) {
      var body = new JsonObject();
      body.addProperty("code", refusal.code());
      body.addProperty("message", refusal.text());
      body.addProperty("status", refusal.status());
      body.addProperty("more_info", "https://www.twilio.com/docs/errors/" + refusal.code());
      return new Answer(refusal.status(), body);
    }

    byte[] bytes() {
      return Limits.GSON.toJson(body).getBytes(StandardCharsets.UTF_8);
    }
  }

  private final HostedService service;
  private final Caller caller;

  SyncRequests(HostedService service, Caller caller) {
    this.service = service;
    this.caller = caller;
  }

  /** The address of a request; 404 if it cannot be read. */
  static SyncPath path(HttpCall call) {
    try {
      return SyncPath.parse(call.path(), call.params());
    } catch (SyncFormatException e) {
      throw unknownPath();
    }
  }

  /** The body of a request; 400 if it is no JSON object. */
  static JsonObject json(byte[] body) {
    if (body.length == 0) {
      return new JsonObject();
    }
    return JsonFields.parseObject(new String(body, StandardCharsets.UTF_8))
        .orElseThrow(() -> new SyncRefusal(400, 20001, "The body is not a JSON object"));
  }

  Answer answer(SyncPath path, TwilsockMessage.Request request) {
    if (service.deleted()) {
      throw SyncRefusal.serviceNotFound();
    }
    List<String> s = path.segments();
    String method = request.http().method();
    String ifMatch = request.http().header("If-Match");
    // A DELETE has junk for a body, which must not be read.
    JsonObject body =
        method.equals("POST") || method.equals("PUT") ? json(request.body()) : new JsonObject();
    String kind = s.size() > 1 && s.get(0).equals("v3") ? s.get(1) : "";
    boolean items = s.size() > 3 && s.get(3).equals("Items");
    return switch (kind) {
      case "Documents" ->
          switch (s.size()) {
            case 2 -> documents(method, body);
            case 3 -> document(s.get(2), method, body, ifMatch);
            default -> throw unknownPath();
          };
      case "Maps" ->
          switch (s.size()) {
            case 2 -> maps(method, body);
            case 3 -> map(s.get(2), method, body, path.params());
            case 4 -> {
              if (!items || !method.equals("GET")) {
                throw unknownPath();
              }
              yield items(service.map(s.get(2)), path.params());
            }
            case 5 -> {
              if (!items) {
                throw unknownPath();
              }
              yield item(service.map(s.get(2)), s.get(4), method, body, ifMatch);
            }
            default -> throw unknownPath();
          };
      case "Lists" -> throw new SyncRefusal(404, 54150, "List not found");
      case "Streams" -> throw new SyncRefusal(404, 54250, "Stream not found");
      default -> throw unknownPath();
    };
  }

  private Answer documents(String method, JsonObject body) {
    if (!method.equals("POST")) {
      throw methodNotAllowed();
    }
    JsonObject data = data(body);
    HostedDocument document =
        service.createDocument(
            caller,
            JsonFields.text(body, "unique_name"),
            data == null ? new JsonObject() : data,
            ttl(body));
    return new Answer(201, Descriptors.of(document, document.state()));
  }

  private Answer document(String id, String method, JsonObject body, @Nullable String ifMatch) {
    HostedDocument document = service.document(id);
    switch (method) {
      case "GET":
        return Answer.ok(Descriptors.of(document, document.state(caller)));
      case "POST":
        if (data(body) == null && ttl(body) == null) {
          throw new SyncRefusal(400, 54010, "Neither data nor ttl is given");
        }
        return Answer.ok(
            Descriptors.of(document, document.update(caller, data(body), ifMatch, ttl(body))));
      case "DELETE":
        service.remove(caller, document);
        return new Answer(200, new JsonObject());
      default:
        throw methodNotAllowed();
    }
  }

  private Answer maps(String method, JsonObject body) {
    if (!method.equals("POST")) {
      throw methodNotAllowed();
    }
    HostedMap map = service.createMap(caller, JsonFields.text(body, "unique_name"), ttl(body));
    return new Answer(201, Descriptors.of(map, map.state()));
  }

  private Answer map(String id, String method, JsonObject body, Map<String, String> params) {
    HostedMap map = service.map(id);
    switch (method) {
      case "GET":
        JsonObject descriptor;
        map.lock.lock();
        try {
          List<MapItem> items =
              "items".equalsIgnoreCase(params.get("Include"))
                  ? map.items(caller, null, true, false, Limits.MAX_PAGE)
                  : List.of();
          descriptor = Descriptors.of(map, map.state(caller));
          if (params.containsKey("Include")) {
            descriptor.add("items", list(map, items));
          }
        } finally {
          map.lock.unlock();
        }
        return Answer.ok(descriptor);
      case "POST":
        Integer ttl = ttl(body);
        if (ttl == null) {
          throw new SyncRefusal(400, 54010, "No ttl is given");
        }
        return Answer.ok(Descriptors.of(map, map.updateTtl(caller, ttl)));
      case "DELETE":
        service.remove(caller, map);
        return new Answer(200, new JsonObject());
      default:
        throw methodNotAllowed();
    }
  }

  private Answer items(HostedMap map, Map<String, String> params) {
    String key = params.get("Key");
    ItemQuery.Page page =
        key != null
            ? new ItemQuery.Page(itemIfThere(map, key), null, null)
            : ItemQuery.of(params).run(map, caller);
    var meta = new JsonObject();
    meta.addProperty("key", "items");
    meta.addProperty("previous_token", page.previousToken());
    meta.addProperty("next_token", page.nextToken());
    var body = new JsonObject();
    body.add("items", list(map, page.items()));
    body.add("meta", meta);
    return Answer.ok(body);
  }

  /** One item by key; absence is an empty list here, not an error. */
  private List<MapItem> itemIfThere(HostedMap map, String key) {
    List<MapItem> found = map.items(caller, key, true, false, 1);
    return !found.isEmpty() && found.getFirst().key().equals(key) ? found : List.of();
  }

  private static JsonArray list(HostedMap map, List<MapItem> items) {
    var array = new JsonArray();
    items.forEach(item -> array.add(Descriptors.of(map, item, true)));
    return array;
  }

  private Answer item(
      HostedMap map, String key, String method, JsonObject body, @Nullable String ifMatch) {
    switch (method) {
      case "GET":
        return Answer.ok(Descriptors.of(map, map.item(caller, key), true));
      case "PUT":
        JsonObject data = data(body);
        if (data == null) {
          throw new SyncRefusal(400, 54010, "No data is given");
        }
        HostedMap.Written written = map.put(caller, key, data, ifMatch, ttl(body));
        return new Answer(
            written.created() ? 201 : 200, Descriptors.of(map, written.item(), false));
      case "POST":
        return Answer.ok(
            Descriptors.of(map, map.update(caller, key, data(body), ifMatch, ttl(body)), false));
      case "DELETE":
        MapItem tombstone = map.remove(caller, key, ifMatch);
        var result = new JsonObject();
        result.addProperty("last_event_id", tombstone.eventId());
        result.addProperty("date_updated", SyncTime.format(tombstone.updated()));
        return Answer.ok(result);
      default:
        throw methodNotAllowed();
    }
  }

  private static @Nullable JsonObject data(JsonObject body) {
    if (body.has("data") && !(body.get("data") instanceof JsonObject)) {
      throw new SyncRefusal(400, 20001, "data is not a JSON object");
    }
    return JsonFields.object(body, "data");
  }

  private static @Nullable Integer ttl(JsonObject body) {
    Long ttl = JsonFields.number(body, "ttl");
    return ttl == null ? null : Math.clamp(ttl, -1, Integer.MAX_VALUE);
  }

  static SyncRefusal unknownPath() {
    return new SyncRefusal(404, 20404, "The requested resource was not found");
  }

  private static SyncRefusal methodNotAllowed() {
    return new SyncRefusal(405, 20004, "Method not allowed");
  }
}
