package app.rostrum.server;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.rest.RestException;
import app.rostrum.cloud.rest.RestRequest;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;

/**
 * The four services as the reference backend sees them, without wires behind them. What is in them
 * can be looked at, each request is noted, and any request can be made to fail.
 */
@NullUnmarked
final class FakeTwilio implements HttpHandler {
  static final String ACCOUNT = "AC00000000000000000000000000000001";
  static final String AUTH_TOKEN = "auth-token-of-the-fake-account!!";

  static final class SyncService {
    final Map<String, Map<String, JsonObject>> maps = new LinkedHashMap<>();
    final Map<String, JsonObject> documents = new LinkedHashMap<>();
    final List<String> readers = new ArrayList<>();
    final JsonObject settings = new JsonObject();
  }

  final Map<String, JsonObject> rooms = new LinkedHashMap<>();
  private Instant created = Instant.parse("2026-11-22T10:00:00Z");
  final Map<String, List<String>> connected = new LinkedHashMap<>();
  final Map<String, SyncService> syncServices = new LinkedHashMap<>();
  final Map<String, List<String>> conversations = new LinkedHashMap<>();
  final Map<String, JsonObject> chatServices = new LinkedHashMap<>();
  final Map<String, String> live = new LinkedHashMap<>();
  final List<String> log = new CopyOnWriteArrayList<>();

  private final Sids sids = new Sids(new Random(7));
  private final RestRouter router =
      new RestRouter((user, password) -> user.equals(ACCOUNT) && password.equals(AUTH_TOKEN));
  int chatPlaces = 1000;
  private volatile Predicate<String> broken = line -> false;

  FakeTwilio() {
    video();
    sync();
    chat();
    media();
  }

  /** Makes requests fail whose "METHOD host/path" the predicate accepts. */
  void breakWhere(Predicate<String> lines) {
    broken = lines;
  }

  SyncService serviceOf(String roomSid) {
    return syncServices.values().stream()
        .filter(s -> s.settings.get("friendly_name").getAsString().equals(roomSid))
        .findFirst()
        .orElseThrow();
  }

  String sidOfService(String roomSid) {
    return syncServices.entrySet().stream()
        .filter(e -> e.getValue().settings.get("friendly_name").getAsString().equals(roomSid))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  Map<String, JsonObject> streams() {
    return syncServices.values().stream()
        .filter(s -> s.maps.containsKey("streams"))
        .map(s -> s.maps.get("streams"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String line = request.method() + " " + request.host() + request.path();
    log.add(line);
    if (broken.test(line)) {
      return HttpResponse.json(500, "{\"code\":20500,\"message\":\"broken\",\"status\":500}");
    }
    synchronized (this) {
      return router.handle(request);
    }
  }

  private void video() {
    router
        .on("video", "POST", "/v1/Rooms", this::createRoom)
        .on(
            "video",
            "GET",
            "/v1/Rooms",
            r -> Reply.ok(page("rooms", rooms.values().stream().filter(FakeTwilio::open).toList())))
        .on("video", "GET", "/v1/Rooms/{room}", r -> Reply.ok(room(r)))
        .on(
            "video",
            "POST",
            "/v1/Rooms/{room}",
            r -> {
              JsonObject room = room(r);
              room.addProperty("status", r.required("Status"));
              return Reply.ok(room);
            })
        .on(
            "video",
            "GET",
            "/v1/Rooms/{room}/Participants",
            r -> {
              String room = room(r).get("sid").getAsString();
              return Reply.ok(
                  page(
                      "participants",
                      connected.getOrDefault(room, List.of()).stream()
                          .filter(i -> r.query("Identity").map(i::equals).orElse(true))
                          .map(i -> participant(room, i))
                          .toList()));
            })
        .on(
            "video",
            "POST",
            "/v1/Rooms/{room}/Participants/{identity}",
            r -> {
              String room = room(r).get("sid").getAsString();
              if (!connected.getOrDefault(room, new ArrayList<>()).remove(r.path("identity"))) {
                throw RestException.notFound("Participants");
              }
              return Reply.ok(participant(room, r.path("identity")));
            });
  }

  private Reply createRoom(RestRequest request) {
    String name = request.required("UniqueName");
    if (rooms.values().stream()
        .anyMatch(r -> open(r) && r.get("unique_name").getAsString().equals(name))) {
      throw new RestException(400, 53113, "Room exists");
    }
    var room = new JsonObject();
    room.addProperty("sid", sids.next("RM"));
    room.addProperty("unique_name", name);
    room.addProperty("status", "in-progress");
    room.addProperty("type", request.required("Type"));
    room.addProperty("status_callback", request.required("StatusCallback"));
    rooms.put(room.get("sid").getAsString(), room);
    connected.put(room.get("sid").getAsString(), new ArrayList<>());
    return Reply.created(room);
  }

  private JsonObject room(RestRequest request) {
    String wanted = request.path("room");
    return rooms.values().stream()
        .filter(FakeTwilio::open)
        .filter(
            r ->
                r.get("sid").getAsString().equals(wanted)
                    || r.get("unique_name").getAsString().equals(wanted))
        .findFirst()
        .orElseThrow(() -> RestException.notFound("/Rooms/" + wanted));
  }

  private static boolean open(JsonObject room) {
    return room.get("status").getAsString().equals("in-progress");
  }

  private static JsonObject participant(String room, String identity) {
    var participant = new JsonObject();
    participant.addProperty("room_sid", room);
    participant.addProperty("identity", identity);
    participant.addProperty("status", "connected");
    return participant;
  }

  private void sync() {
    router
        .on(
            "sync",
            "GET",
            "/v1/Services",
            r -> {
              var all = new ArrayList<JsonObject>();
              syncServices.values().forEach(s -> all.add(s.settings));
              return Reply.ok(page("services", all));
            })
        .on(
            "sync",
            "POST",
            "/v1/Services",
            r -> {
              var service = new SyncService();
              String sid = sids.next("IS");
              service.settings.addProperty("sid", sid);
              service.settings.addProperty("friendly_name", r.field("FriendlyName").orElse(""));
              r.field("WebhookUrl").ifPresent(v -> service.settings.addProperty("webhook_url", v));
              r.flag("AclEnabled").ifPresent(v -> service.settings.addProperty("acl_enabled", v));
              r.flag("ReachabilityWebhooksEnabled")
                  .ifPresent(v -> service.settings.addProperty("reachability_webhooks_enabled", v));
              r.flag("ReachabilityDebouncingEnabled")
                  .ifPresent(
                      v -> service.settings.addProperty("reachability_debouncing_enabled", v));
              syncServices.put(sid, service);
              return Reply.created(service.settings);
            })
        .on(
            "sync",
            "DELETE",
            "/v1/Services/{service}",
            r -> {
              service(r);
              syncServices.remove(r.path("service"));
              return new Reply(204, null);
            })
        .on(
            "sync",
            "POST",
            "/v1/Services/{service}/Maps",
            r -> {
              if (service(r).maps.putIfAbsent(r.required("UniqueName"), new LinkedHashMap<>())
                  != null) {
                throw new RestException(409, 54301, "Unique name already exists");
              }
              return Reply.created(named("MP", r.required("UniqueName")));
            })
        .on(
            "sync",
            "POST",
            "/v1/Services/{service}/Maps/{map}/Items",
            r -> {
              JsonObject item = item(r.required("Key"), json(r.required("Data")));
              if (map(r).putIfAbsent(r.required("Key"), item) != null) {
                throw new RestException(409, 54208, "An Item with given key already exists");
              }
              return Reply.created(item);
            })
        .on(
            "sync",
            "GET",
            "/v1/Services/{service}/Maps/{map}/Items",
            r -> Reply.ok(page("items", map(r).values())))
        .on(
            "sync",
            "GET",
            "/v1/Services/{service}/Maps/{map}/Items/{key}",
            r -> Reply.ok(present(map(r).get(r.path("key")))))
        .on(
            "sync",
            "POST",
            "/v1/Services/{service}/Maps/{map}/Items/{key}",
            r -> {
              JsonObject item = present(map(r).get(r.path("key")));
              item.add("data", json(r.required("Data")));
              return Reply.ok(item);
            })
        .on(
            "sync",
            "DELETE",
            "/v1/Services/{service}/Maps/{map}/Items/{key}",
            r -> {
              present(map(r).remove(r.path("key")));
              return new Reply(204, null);
            })
        .on(
            "sync",
            "POST",
            "/v1/Services/{service}/Documents",
            r -> {
              JsonObject document = named("ET", r.required("UniqueName"));
              document.addProperty("created_by", "system");
              document.add("data", json(r.required("Data")));
              if (service(r).documents.putIfAbsent(r.required("UniqueName"), document) != null) {
                throw new RestException(409, 54301, "Unique name already exists");
              }
              return Reply.created(document);
            })
        .on(
            "sync",
            "GET",
            "/v1/Services/{service}/Documents",
            r -> Reply.ok(page("documents", service(r).documents.values())))
        .on(
            "sync",
            "GET",
            "/v1/Services/{service}/Documents/{document}",
            r -> Reply.ok(present(service(r).documents.get(r.path("document")))))
        .on(
            "sync",
            "POST",
            "/v1/Services/{service}/Documents/{document}",
            r -> {
              JsonObject document = present(service(r).documents.get(r.path("document")));
              document.add("data", json(r.required("Data")));
              return Reply.ok(document);
            })
        .on(
            "sync",
            "DELETE",
            "/v1/Services/{service}/Documents/{document}",
            r -> {
              if (!service(r)
                  .documents
                  .values()
                  .removeIf(d -> d.get("sid").getAsString().equals(r.path("document")))) {
                throw RestException.notFound("/Documents");
              }
              return new Reply(204, null);
            })
        .on(
            "sync",
            "POST",
            "/v1/Services/{service}/{kind}/{object}/Permissions/{identity}",
            r -> {
              SyncService service = service(r);
              if (r.path("kind").equals("Maps")) {
                map(r.path("object"), service);
              } else {
                present(service.documents.get(r.path("object")));
              }
              service.readers.add(r.path("object") + ":" + r.path("identity"));
              return Reply.ok(new JsonObject());
            })
        .on(
            "sync",
            "DELETE",
            "/v1/Services/{service}/{kind}/{object}/Permissions/{identity}",
            r -> {
              if (!service(r)
                  .readers
                  .removeIf((r.path("object") + ":" + r.path("identity"))::equals)) {
                throw RestException.notFound("/Permissions");
              }
              return new Reply(204, null);
            });
  }

  private SyncService service(RestRequest request) {
    SyncService service = syncServices.get(request.path("service"));
    if (service == null) {
      throw RestException.notFound("/Services");
    }
    return service;
  }

  private Map<String, JsonObject> map(RestRequest request) {
    return map(request.path("map"), service(request));
  }

  private static Map<String, JsonObject> map(String name, SyncService service) {
    Map<String, JsonObject> map = service.maps.get(name);
    if (map == null) {
      throw RestException.notFound("/Maps/" + name);
    }
    return map;
  }

  private static JsonObject present(JsonObject object) {
    if (object == null) {
      throw RestException.notFound("/Items");
    }
    return object;
  }

  private JsonObject named(String prefix, String name) {
    var object = new JsonObject();
    object.addProperty("sid", sids.next(prefix));
    object.addProperty("unique_name", name);
    return object;
  }

  /** Makes an item, created a second after the one before it. */
  private JsonObject item(String key, JsonElement data) {
    created = created.plusSeconds(1);
    var item = new JsonObject();
    item.addProperty("key", key);
    item.addProperty("date_created", created.toString());
    item.add("data", data);
    return item;
  }

  private void chat() {
    router
        .on(
            "conversations",
            "GET",
            "/v1/Services",
            r -> Reply.ok(page("services", chatServices.values())))
        .on(
            "conversations",
            "POST",
            "/v1/Services",
            r -> {
              var service = new JsonObject();
              service.addProperty("sid", sids.next("IS"));
              service.addProperty("friendly_name", r.required("FriendlyName"));
              chatServices.put(service.get("sid").getAsString(), service);
              return Reply.created(service);
            })
        .on(
            "conversations",
            "POST",
            "/v1/Services/{service}/Conversations",
            r -> {
              conversations.put(r.required("UniqueName"), new ArrayList<>());
              return Reply.created(named("CH", r.required("UniqueName")));
            })
        .on(
            "conversations",
            "DELETE",
            "/v1/Services/{service}",
            r -> {
              conversations.remove(
                  chatServices.remove(r.path("service")).get("friendly_name").getAsString());
              return new Reply(204, null);
            })
        .on(
            "conversations",
            "POST",
            "/v1/Services/{service}/Conversations/{conversation}/Participants",
            r -> {
              List<String> members = conversations.get(r.path("conversation"));
              if (members == null) {
                throw RestException.notFound("/Conversations");
              }
              if (members.size() >= chatPlaces) {
                throw new RestException(400, 50417, "Participants limit exceeded");
              }
              if (members.contains(r.required("Identity"))) {
                throw new RestException(409, 50433, "Participant already exists");
              }
              members.add(r.required("Identity"));
              return Reply.created(named("MB", "participant"));
            })
        .on(
            "conversations",
            "DELETE",
            "/v1/Services/{service}/Conversations/{conversation}/Participants/{identity}",
            r -> {
              List<String> members = conversations.get(r.path("conversation"));
              if (members == null || !members.remove(r.path("identity"))) {
                throw RestException.notFound("/Participants");
              }
              return new Reply(204, null);
            });
  }

  private void media() {
    router
        .on("media", "POST", "/v1/PlayerStreamers", r -> started("VJ"))
        .on("media", "POST", "/v1/MediaProcessors", r -> started("ZX"))
        .on("media", "POST", "/v1/PlayerStreamers/{sid}", this::end)
        .on("media", "POST", "/v1/MediaProcessors/{sid}", this::end)
        .on(
            "media",
            "POST",
            "/v1/PlayerStreamers/{sid}/PlaybackGrant",
            r -> {
              present(r.path("sid"));
              var grant = new JsonObject();
              grant.add("requestCredentials", JsonNull.INSTANCE);
              grant.addProperty("playbackUrl", "https://play.test/hls/" + r.path("sid"));
              grant.addProperty("playerStreamerSid", r.path("sid"));
              grant.addProperty("whepUrl", "/whep/" + r.path("sid"));
              var body = new JsonObject();
              body.addProperty("sid", r.path("sid"));
              body.add("grant", grant);
              return Reply.created(body);
            });
  }

  private Reply started(String prefix) {
    String sid = sids.next(prefix);
    live.put(sid, "started");
    var body = new JsonObject();
    body.addProperty("sid", sid);
    body.addProperty("status", "started");
    return Reply.created(body);
  }

  private Reply end(RestRequest request) {
    present(request.path("sid"));
    live.put(request.path("sid"), request.required("Status"));
    return Reply.ok(new JsonObject());
  }

  private void present(String sid) {
    if (!live.containsKey(sid)) {
      throw RestException.notFound("/" + sid);
    }
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }

  private static JsonObject page(String key, Iterable<JsonObject> values) {
    var array = new JsonArray();
    values.forEach(array::add);
    var meta = new JsonObject();
    meta.addProperty("key", key);
    meta.addProperty("page", 0);
    meta.addProperty("page_size", 1000);
    var page = new JsonObject();
    page.add(key, array);
    page.add("meta", meta);
    return page;
  }
}
