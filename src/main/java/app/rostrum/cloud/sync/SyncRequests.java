package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
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
  private final HostedService service;
  private final Caller caller;

  SyncRequests(HostedService service, Caller caller) {
    this.service = service;
    this.caller = caller;
  }

  /** Reads the path of a request; 404 if it is malformed. */
  static SyncPath path(HttpCall call) {
    try {
      return SyncPath.parse(call.path(), call.params());
    } catch (SyncFormatException e) {
      throw unknownPath();
    }
  }

  /** Reads the body of a request; 400 if it is no JSON object. */
  static JsonObject json(byte[] body) {
    if (body.length == 0) {
      return new JsonObject();
    }
    return JsonFields.parseObject(new String(body, StandardCharsets.UTF_8))
        .orElseThrow(() -> new Refusal(400, 20001, "The body is not a JSON object"));
  }

  TwilsockAnswer answer(SyncPath path, TwilsockMessage.Request request) {
    service.checkAlive();
    List<String> s = path.segments();
    String method = request.http().method();
    // The SDKs' DELETE has a meaningless body, which must not be read.
    JsonObject body =
        method.equals("POST") || method.equals("PUT") ? json(request.body()) : new JsonObject();
    var call = new Call(method, body, request.http().header("If-Match"), path.params());
    if (s.size() < 2 || s.size() > 5 || !s.get(0).equals("v3")) {
      throw unknownPath();
    }
    return switch (s.get(1)) {
      case "Documents" ->
          switch (s.size()) {
            case 2 -> documents(call);
            case 3 -> document(service.document(s.get(2)), call);
            default -> throw unknownPath();
          };
      case "Maps" ->
          switch (s.size()) {
            case 2 -> maps(call);
            case 3 -> collection(service.map(s.get(2)), call);
            default -> mapItems(service.map(s.get(2)), s.subList(3, s.size()), call);
          };
      case "Lists" ->
          switch (s.size()) {
            case 2 -> lists(call);
            case 3 -> collection(service.list(s.get(2)), call);
            default -> inList(service.list(s.get(2)), s.subList(3, s.size()), call);
          };
      case "Streams" ->
          switch (s.size()) {
            case 2 -> streams(call);
            case 3 -> object(service.stream(s.get(2)), call);
            case 4 -> messages(service.stream(s.get(2)), s.get(3), call);
            default -> throw unknownPath();
          };
      default -> throw unknownPath();
    };
  }

  /** The parts of a request that the resources need. */
  private record Call(
      String method, JsonObject body, @Nullable String ifMatch, Map<String, String> params) {
    void requirePost() {
      if (!method.equals("POST")) {
        throw methodNotAllowed();
      }
    }

    @Nullable String name() {
      return JsonFields.text(body, "unique_name");
    }

    JsonObject requiredData() {
      JsonObject data = data(body);
      if (data == null) {
        throw new Refusal(400, 54010, "No data is given");
      }
      return data;
    }

    /** Requires at least one of data and ttl. */
    void requireChange() {
      if (data(body) == null && ttl(body) == null) {
        throw new Refusal(400, 54010, "Neither data nor ttl is given");
      }
    }
  }

  private TwilsockAnswer documents(Call call) {
    call.requirePost();
    JsonObject data = data(call.body());
    HostedDocument document =
        service.createDocument(
            caller, call.name(), data == null ? new JsonObject() : data, ttl(call.body()));
    return new TwilsockAnswer(201, Descriptors.object(document, document.state()));
  }

  private TwilsockAnswer document(HostedDocument document, Call call) {
    switch (call.method()) {
      case "GET":
        return TwilsockAnswer.ok(Descriptors.object(document, document.state(caller)));
      case "POST":
        call.requireChange();
        ObjectState state =
            document.update(caller, data(call.body()), call.ifMatch(), ttl(call.body()));
        return TwilsockAnswer.ok(Descriptors.object(document, state));
      case "DELETE":
        service.remove(caller, document);
        return new TwilsockAnswer(200, new JsonObject());
      default:
        throw methodNotAllowed();
    }
  }

  private TwilsockAnswer maps(Call call) {
    call.requirePost();
    HostedMap map = service.createMap(caller, call.name(), ttl(call.body()));
    return new TwilsockAnswer(201, Descriptors.object(map, map.state()));
  }

  private TwilsockAnswer lists(Call call) {
    call.requirePost();
    JsonObject context = JsonFields.object(call.body(), "context");
    HostedList list =
        service.createList(
            caller, call.name(), context == null ? new JsonObject() : context, ttl(call.body()));
    return new TwilsockAnswer(201, Descriptors.object(list, list.state()));
  }

  private TwilsockAnswer streams(Call call) {
    call.requirePost();
    HostedStream stream = service.createStream(caller, call.name(), ttl(call.body()));
    return new TwilsockAnswer(201, Descriptors.object(stream, stream.state()));
  }

  private TwilsockAnswer messages(HostedStream stream, String below, Call call) {
    if (!below.equals("Messages")) {
      throw unknownPath();
    }
    call.requirePost();
    var body = new JsonObject();
    body.addProperty("sid", stream.publish(caller, call.requiredData()));
    return new TwilsockAnswer(201, body);
  }

  private <K extends Comparable<K>> TwilsockAnswer collection(
      HostedCollection<K> collection, Call call) {
    String include = call.params().get("Include");
    if (call.method().equals("GET") && "items".equalsIgnoreCase(include)) {
      collection.lock.lock();
      try {
        JsonObject descriptor = Descriptors.object(collection, collection.state(caller));
        descriptor.add(
            "items",
            array(collection, collection.items(caller, null, true, false, Limits.MAX_PAGE)));
        return TwilsockAnswer.ok(descriptor);
      } finally {
        collection.lock.unlock();
      }
    }
    return object(collection, call);
  }

  /** Answers a request for an object of any kind but a document. */
  private TwilsockAnswer object(HostedObject object, Call call) {
    switch (call.method()) {
      case "GET":
        return TwilsockAnswer.ok(Descriptors.object(object, object.state(caller)));
      case "POST":
        Integer ttl = ttl(call.body());
        if (ttl == null) {
          throw new Refusal(400, 54010, "No ttl is given");
        }
        return TwilsockAnswer.ok(Descriptors.object(object, object.updateTtl(caller, ttl)));
      case "DELETE":
        service.remove(caller, object);
        return new TwilsockAnswer(200, new JsonObject());
      default:
        throw methodNotAllowed();
    }
  }

  private TwilsockAnswer mapItems(HostedMap map, List<String> below, Call call) {
    if (!below.getFirst().equals("Items")) {
      throw unknownPath();
    }
    if (below.size() == 1) {
      if (!call.method().equals("GET")) {
        throw methodNotAllowed();
      }
      return items(map, call.params().get("Key"), call);
    }
    String key = below.get(1);
    return switch (call.method()) {
      case "PUT" -> {
        HostedMap.Written written =
            map.put(caller, key, call.requiredData(), call.ifMatch(), ttl(call.body()));
        yield new TwilsockAnswer(
            written.created() ? 201 : 200, Descriptors.item(map, written.item(), false));
      }
      default -> item(map, key, call);
    };
  }

  private TwilsockAnswer inList(HostedList list, List<String> below, Call call) {
    if (below.equals(List.of("Context"))) {
      return switch (call.method()) {
        case "GET" -> TwilsockAnswer.ok(Descriptors.context(list, list.state(caller)));
        case "POST", "PUT" ->
            TwilsockAnswer.ok(
                Descriptors.context(list, list.updateContext(caller, call.requiredData())));
        default -> throw methodNotAllowed();
      };
    }
    if (!below.getFirst().equals("Items")) {
      throw unknownPath();
    }
    if (below.size() > 1) {
      return item(list, below.get(1), call);
    }
    return switch (call.method()) {
      case "GET" -> items(list, call.params().get("Index"), call);
      case "POST" -> {
        CollectionItem<Long> item = list.append(caller, call.requiredData(), ttl(call.body()));
        yield new TwilsockAnswer(201, Descriptors.item(list, item, false));
      }
      default -> throw methodNotAllowed();
    };
  }

  private <K extends Comparable<K>> TwilsockAnswer items(
      HostedCollection<K> collection, @Nullable String only, Call call) {
    ItemQuery.Page<K> page =
        only != null
            ? new ItemQuery.Page<>(itemIfThere(collection, only), null, null)
            : collection.page(caller, ItemQuery.parse(call.params()));
    var meta = new JsonObject();
    meta.addProperty("key", "items");
    meta.addProperty("page_size", page.items().size());
    meta.addProperty("previous_token", page.previousToken());
    meta.addProperty("next_token", page.nextToken());
    var body = new JsonObject();
    body.add("items", array(collection, page.items()));
    body.add("meta", meta);
    return TwilsockAnswer.ok(body);
  }

  /** Finds one item; a missing one is an empty list here, not an error. */
  private <K extends Comparable<K>> List<CollectionItem<K>> itemIfThere(
      HostedCollection<K> collection, String text) {
    K position = collection.position(text);
    List<CollectionItem<K>> found = collection.items(caller, position, true, false, 1);
    return !found.isEmpty() && found.getFirst().position().equals(position) ? found : List.of();
  }

  private static <K extends Comparable<K>> JsonArray array(
      HostedCollection<K> collection, List<CollectionItem<K>> items) {
    var array = new JsonArray();
    items.forEach(item -> array.add(Descriptors.item(collection, item, true)));
    return array;
  }

  private <K extends Comparable<K>> TwilsockAnswer item(
      HostedCollection<K> collection, String text, Call call) {
    K position = collection.position(text);
    switch (call.method()) {
      case "GET":
        return TwilsockAnswer.ok(
            Descriptors.item(collection, collection.item(caller, position), true));
      case "POST":
        call.requireChange();
        CollectionItem<K> item =
            collection.update(
                caller, position, data(call.body()), call.ifMatch(), ttl(call.body()));
        return TwilsockAnswer.ok(Descriptors.item(collection, item, false));
      case "DELETE":
        CollectionItem<K> tombstone = collection.remove(caller, position, call.ifMatch());
        var result = new JsonObject();
        result.addProperty("last_event_id", tombstone.eventId());
        result.addProperty("date_updated", SyncTime.format(tombstone.updated()));
        return TwilsockAnswer.ok(result);
      default:
        throw methodNotAllowed();
    }
  }

  private static @Nullable JsonObject data(JsonObject body) {
    if (body.has("data") && !(body.get("data") instanceof JsonObject)) {
      throw new Refusal(400, 20001, "data is not a JSON object");
    }
    return JsonFields.object(body, "data");
  }

  private static @Nullable Integer ttl(JsonObject body) {
    Long ttl = JsonFields.number(body, "ttl");
    return ttl == null ? null : Math.clamp(ttl, -1, Integer.MAX_VALUE);
  }

  static Refusal unknownPath() {
    return new Refusal(404, 20404, "The requested resource was not found");
  }

  private static Refusal methodNotAllowed() {
    return new Refusal(405, 20004, "Method not allowed");
  }
}
