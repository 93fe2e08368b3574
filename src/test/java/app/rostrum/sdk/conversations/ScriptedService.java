package app.rostrum.sdk.conversations;

import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service with one conversation named RM1 (CH1) and the quirks that a test asks for. Its clients
 * are all "alice"; others write by {@link #say}. It compares mutation ids only if a test says so.
 */
final class ScriptedService implements AutoCloseable, WebSocketEndpoint {
  /** The treatment of a message that a client sends. */
  enum Fate {
    STORED,
    STORED_UNANSWERED,
    STORED_AND_DROPPED,
    STORED_WITHOUT_INDEX,
    DROPPED,
    UNANSWERED,
    BUSY,
    BROKEN,
    REFUSED
  }

  private record Item(long index, long firstEvent, long event, @Nullable JsonObject data) {}

  private static final class Peer {
    final WebSocketConnection connection;
    final Set<String> subscribed = new HashSet<>();

    Peer(WebSocketConnection connection) {
      this.connection = connection;
    }
  }

  final List<String> requests = new ArrayList<>();
  final List<String> tokens = new ArrayList<>();
  final List<String> reads = new ArrayList<>();
  final ArrayDeque<Fate> fates = new ArrayDeque<>();
  boolean oneEventEach;
  boolean numbersAsTexts;
  boolean junkAfterPayloads;
  boolean nullEventIds;
  boolean twice;
  boolean comparesMarks;
  boolean answers = true;
  boolean tellsMessages = true;
  boolean there = true;
  boolean participant = true;
  TwilsockStatus initStatus = TwilsockStatus.OK;
  @Nullable String rubbish;
  private final WebServer server;
  private final List<Peer> peers = new ArrayList<>();
  private final TreeMap<Long, Item> messages = new TreeMap<>();
  private final Map<String, Item> roster = new LinkedHashMap<>();
  private final Map<String, Long> marks = new LinkedHashMap<>();
  private long listEvent;
  private long rosterEvent;
  private long documentEvent;
  private long nextIndex;
  private String state = "active";

  ScriptedService() throws IOException {
    server =
        WebServer.builder()
            .webSocket("/v3/wsconnect", this)
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/v3/wsconnect");
  }

  // Actions of other participants.

  synchronized long say(String author, String text) {
    return store(author, text, "{}");
  }

  synchronized void sayWith(String author, String text, String attributes) {
    store(author, text, attributes);
  }

  private long store(String author, String text, String attributes) {
    long index = nextIndex++;
    var data = new JsonObject();
    data.addProperty("sid", "IM" + index);
    data.addProperty("author", author);
    data.addProperty("text", text);
    data.addProperty("type", "text");
    data.addProperty("attributes", attributes);
    data.addProperty("timestamp", "2026-01-01T10:00:00.000Z");
    data.addProperty("dateUpdated", "2026-01-01T10:00:00.000Z");
    data.addProperty("somethingNew", true);
    listEvent++;
    var item = new Item(index, listEvent, listEvent, data);
    messages.put(index, item);
    if (tellsMessages) {
      tell("ES1", "com.twilio.rtd.cds.list", "list_item_added", event(item));
    }
    return index;
  }

  synchronized void edit(long index, String text) {
    Item old = messages.get(index);
    if (old == null || old.data() == null) {
      return;
    }
    JsonObject data = old.data().deepCopy();
    data.addProperty("text", text);
    data.addProperty("dateUpdated", "2026-01-01T10:05:00.000Z");
    listEvent++;
    var item = new Item(index, old.firstEvent(), listEvent, data);
    messages.put(index, item);
    tell("ES1", "com.twilio.rtd.cds.list", "list_item_updated", event(item));
  }

  synchronized void remove(long index) {
    Item old = messages.get(index);
    if (old != null && old.data() != null) {
      listEvent++;
      var item = new Item(index, old.firstEvent(), listEvent, null);
      messages.put(index, item);
      tell("ES1", "com.twilio.rtd.cds.list", "list_item_removed", event(item));
    }
  }

  synchronized void joins(String identity) {
    rosterEvent++;
    var data = new JsonObject();
    data.addProperty("identity", identity);
    var item = new Item(0, rosterEvent, rosterEvent, data);
    roster.put("MB" + identity, item);
    tell("MP1", "com.twilio.rtd.cds.map", "map_item_added", member("MB" + identity, item));
  }

  synchronized void leaves(String identity) {
    rosterEvent++;
    roster.remove("MB" + identity);
    tell(
        "MP1",
        "com.twilio.rtd.cds.map",
        "map_item_removed",
        member("MB" + identity, new Item(0, rosterEvent, rosterEvent, new JsonObject())));
  }

  synchronized void closeConversation() {
    state = "closed";
    documentEvent++;
    var event = new JsonObject();
    number(event, "id", documentEvent);
    event.addProperty("document_sid", "ET1");
    event.add("document_data", document());
    tell("ET1", "com.twilio.rtd.cds.document", "document_updated", event);
  }

  synchronized void deleteConversation() {
    there = false;
    var event = new JsonObject();
    event.addProperty("document_sid", "ET1");
    tell("ET1", "com.twilio.rtd.cds.document", "document_removed", event);
  }

  synchronized void removeParticipant() {
    participant = false;
    var event = new JsonObject();
    number(event, "id", 9);
    event.addProperty("map_sid", "MP2");
    event.addProperty("item_key", "CH1");
    event.add("item_data", new JsonObject());
    tell("MP2", "com.twilio.rtd.cds.map", "map_item_removed", event);
  }

  synchronized void types(String identity, int seconds) {
    var payload = new JsonObject();
    payload.addProperty("channel_sid", "CH1");
    payload.addProperty("identity", identity);
    number(payload, "typing_timeout", seconds);
    peers.forEach(peer -> notify(peer, "twilio.ipmsg.typing_indicator", payload));
  }

  /** Cuts all connections. */
  synchronized void drop() {
    List<Peer> cut = List.copyOf(peers);
    peers.clear();
    cut.forEach(peer -> peer.connection.close(1011, "cut"));
  }

  /** Sends an event that the test has made. */
  synchronized void tellAnything(String type, String payload) {
    JsonObject json = JsonParser.parseString(payload).getAsJsonObject();
    peers.forEach(peer -> notify(peer, type, json));
  }

  synchronized List<String> stored() {
    return messages.values().stream()
        .filter(item -> item.data() != null)
        .map(ScriptedService::text)
        .toList();
  }

  private static String text(Item item) {
    return item.data() == null ? "" : item.data().get("text").getAsString();
  }

  synchronized long count(String request) {
    return requests.stream().filter(request::equals).count();
  }

  // The service's events and answers.

  private void number(JsonObject json, String name, long value) {
    if (numbersAsTexts && !name.equals("id")) {
      json.addProperty(name, Long.toString(value));
    } else {
      json.addProperty(name, value);
    }
  }

  private JsonObject event(Item item) {
    var event = new JsonObject();
    number(event, "id", item.event());
    event.addProperty("list_sid", "ES1");
    event.addProperty("list_revision", "x");
    number(event, "item_index", item.index());
    event.add("item_data", item.data() == null ? new JsonObject() : item.data());
    event.addProperty("date_created", "2026-01-01T10:00:00.000Z");
    return event;
  }

  private JsonObject member(String sid, Item item) {
    var event = new JsonObject();
    number(event, "id", item.event());
    event.addProperty("map_sid", "MP1");
    event.addProperty("item_key", sid);
    event.add("item_data", item.data() == null ? new JsonObject() : item.data());
    return event;
  }

  private JsonObject document() {
    return JsonParser.parseString(
            """
            {"uniqueName":"RM1","attributes":{},"messages":"CH1.messages","roster":"CH1.roster",
             "state":{"current":"%s"}}
            """
                .formatted(state))
        .getAsJsonObject();
  }

  private void tell(String sid, String type, String eventType, JsonObject event) {
    for (Peer peer : List.copyOf(peers)) {
      if (peer.subscribed.contains(sid)) {
        for (int i = 0; i < (twice ? 2 : 1); i++) {
          notify(peer, type, envelope(eventType, event, null));
        }
      }
    }
  }

  private JsonObject envelope(String type, JsonObject event, @Nullable JsonElement correlation) {
    var payload = new JsonObject();
    payload.addProperty("event_type", type);
    if (correlation != null) {
      payload.add("correlation_id", correlation);
    }
    if (oneEventEach) {
      payload.add("event", event);
    } else {
      var events = new JsonArray();
      events.add(event);
      payload.add("events", events);
    }
    return payload;
  }

  private void notify(Peer peer, String type, JsonObject payload) {
    byte[] frame =
        new TwilsockMessage.Notification(
                "TM" + System.nanoTime(), type, payload.toString().getBytes(StandardCharsets.UTF_8))
            .encode();
    send(peer, frame);
  }

  private void send(Peer peer, byte[] frame) {
    if (junkAfterPayloads) {
      byte[] longer = Arrays.copyOf(frame, frame.length + 2);
      longer[frame.length] = '\r';
      longer[frame.length + 1] = '\n';
      peer.connection.sendBinary(longer);
    } else {
      peer.connection.sendBinary(frame);
    }
  }

  // The clients' requests.

  @Override
  public Receiver onOpen(WebSocketConnection connection) {
    var peer = new Peer(connection);
    synchronized (this) {
      peers.add(peer);
    }
    return new Receiver() {
      @Override
      public void onText(String message) {
        throw new AssertionError("Twilsock is binary");
      }

      @Override
      public void onBinary(byte[] bytes) {
        try {
          receive(peer, TwilsockMessage.decode(bytes));
        } catch (TwilsockFormatException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onClose(int code, String reason) {
        synchronized (ScriptedService.this) {
          peers.remove(peer);
        }
      }
    };
  }

  private synchronized void receive(Peer peer, TwilsockMessage message) {
    switch (message) {
      case TwilsockMessage.Init init -> {
        tokens.add(init.token());
        send(
            peer,
            new TwilsockMessage.Reply(init.id(), initStatus, 0, "CT1", List.of(), new byte[0])
                .encode());
      }
      case TwilsockMessage.Update update -> {
        tokens.add(update.token());
        send(peer, TwilsockMessage.Reply.of(update.id(), TwilsockStatus.OK).encode());
      }
      case TwilsockMessage.Request request -> {
        if (answers) {
          if (rubbish != null) {
            reply(peer, request, 200, rubbish);
          } else {
            answer(peer, request);
          }
        }
      }
      default -> {}
    }
  }

  private void reply(Peer peer, TwilsockMessage.Request request, int status, String body) {
    send(
        peer,
        TwilsockMessage.Reply.http(request.id(), status, body.getBytes(StandardCharsets.UTF_8))
            .encode());
  }

  private void answer(Peer peer, TwilsockMessage.Request request) {
    HttpCall call = request.http();
    String line = call.method() + " " + call.path();
    requests.add(line);
    String body = new String(request.body(), StandardCharsets.UTF_8);
    if (!request.activeGrant().equals("ip_messaging")) {
      reply(peer, request, 403, "{}");
      return;
    }
    switch (line) {
      case "GET /Client/v2/Configuration" ->
          reply(
              peer,
              request,
              200,
              """
              {"identity":"alice","options":{},"links":{
                 "conversations":"https://aim.test/v2/C","my_conversations":"https://aim.test/v2/M",
                 "typing":"https://aim.test/v1/Typing"},
               "sync_objects":{"my_conversations":"mine"}}
              """);
      case "GET /v2/M/RM1", "GET /v2/M/CH1" -> described(peer, request);
      case "POST /v2/M/CH1" -> {
        reads.add(body);
        reply(peer, request, 200, "{\"unread_messages_count\":\"3\"}");
      }
      case "POST /v1/Typing" -> reply(peer, request, 200, "{\"typing_timeout\":1}");
      case "GET /v3/Documents/CH1.channel" ->
          reply(peer, request, 200, described("ET1", documentEvent, document()));
      case "GET /v3/Lists/CH1.messages" ->
          reply(peer, request, 200, described("ES1", listEvent, null));
      case "GET /v3/Maps/CH1.roster" ->
          reply(peer, request, 200, described("MP1", rosterEvent, null));
      case "GET /v3/Maps/mine" -> reply(peer, request, 200, described("MP2", 5, null));
      case "GET /v3/Lists/ES1/Items" -> reply(peer, request, 200, page(call.params()));
      case "GET /v3/Maps/MP1/Items" -> reply(peer, request, 200, members());
      case "GET /v3/Maps/MP2/Items" ->
          reply(
              peer,
              request,
              200,
              "{\"items\":[{\"key\":\"CH1\",\"last_event_id\":5,\"data\":{}}],\"meta\":{}}");
      case "POST /v4/Subscriptions" -> subscribe(peer, request, JsonParser.parseString(body));
      case "POST /v2/C/CH1/Messages" ->
          send(peer, request, JsonParser.parseString(body).getAsJsonObject());
      default -> {
        if (line.startsWith("POST /v2/C/CH1/Messages/IM")) {
          edit(
              Long.parseLong(line.substring(line.indexOf("IM") + 2)),
              JsonParser.parseString(body).getAsJsonObject().get("body").getAsString());
          reply(peer, request, 200, "{}");
        } else if (line.startsWith("DELETE /v2/C/CH1/Messages/IM")) {
          remove(Long.parseLong(line.substring(line.indexOf("IM") + 2)));
          reply(peer, request, 204, "");
        } else {
          reply(peer, request, 404, "{\"status\":404,\"code\":20404,\"message\":\"nothing here\"}");
        }
      }
    }
  }

  private void described(Peer peer, TwilsockMessage.Request request) {
    if (!there) {
      reply(peer, request, 404, "{\"code\":50300,\"message\":\"no such conversation\"}");
    } else if (!participant) {
      reply(peer, request, 403, "{\"code\":50430,\"message\":\"not a participant\"}");
    } else {
      reply(
          peer,
          request,
          200,
          """
          {"conversation_sid":"CH1","status":"joined","unique_name":"RM1","unread_messages_count":"7",
           "last_read_message_index":"2","sync_objects":{"conversation":"CH1.channel"}}
          """);
    }
  }

  private String described(String sid, long lastEvent, @Nullable JsonObject data) {
    String kind = sid.startsWith("ET") ? "Documents" : sid.startsWith("ES") ? "Lists" : "Maps";
    var json = new JsonObject();
    json.addProperty("sid", sid);
    json.addProperty("url", "https://cds.test/v3/" + kind + "/" + sid);
    var links = new JsonObject();
    links.addProperty("items", "https://cds.test/v3/" + kind + "/" + sid + "/Items");
    json.add("links", links);
    json.add(
        "last_event_id", nullEventIds ? JsonNull.INSTANCE : JsonParser.parseString("" + lastEvent));
    if (data != null) {
      json.add("data", data);
    }
    return json.toString();
  }

  private String members() {
    var items = new JsonArray();
    roster.forEach(
        (sid, item) -> {
          var json = new JsonObject();
          json.addProperty("key", sid);
          json.addProperty("last_event_id", item.event());
          json.add("data", item.data());
          items.add(json);
        });
    var page = new JsonObject();
    page.add("items", items);
    page.add("meta", new JsonObject());
    return page.toString();
  }

  private String page(Map<String, String> params) {
    boolean descending = "desc".equals(params.get("Order"));
    int size = Integer.parseInt(params.getOrDefault("PageSize", "50"));
    Collection<Item> all = (descending ? messages.descendingMap() : messages).values();
    String from = params.get("From");
    List<Item> wanted =
        all.stream()
            .filter(item -> item.data() != null)
            .filter(
                item ->
                    from == null
                        || (descending
                            ? item.index() <= Long.parseLong(from)
                            : item.index() >= Long.parseLong(from)))
            .toList();
    var items = new JsonArray();
    wanted.stream()
        .limit(size)
        .forEach(
            item -> {
              var json = new JsonObject();
              number(json, "index", item.index());
              json.addProperty("last_event_id", item.event());
              json.add("data", item.data());
              items.add(json);
            });
    var meta = new JsonObject();
    meta.addProperty("next_token", wanted.size() > size ? "more" : null);
    var page = new JsonObject();
    page.add("items", items);
    page.add("meta", meta);
    return page.toString();
  }

  private void subscribe(Peer peer, TwilsockMessage.Request request, JsonElement body) {
    JsonObject json = body.getAsJsonObject();
    reply(peer, request, 202, "{\"estimated_delivery_in_ms\":5000,\"max_batch_size\":100}");
    if (!json.get("action").getAsString().equals("establish")) {
      return;
    }
    JsonElement correlation = json.get("correlation_id");
    for (JsonElement element : json.getAsJsonArray("requests")) {
      JsonObject target = element.getAsJsonObject();
      String sid = target.get("object_sid").getAsString();
      JsonElement last = target.get("last_event_id");
      long after = last == null || last.isJsonNull() ? Long.MAX_VALUE : last.getAsLong();
      if (!there) {
        var failed = new JsonObject();
        failed.addProperty("object_sid", sid);
        failed.add("error", JsonParser.parseString("{\"status\":404,\"code\":54100}"));
        notify(peer, "twilio.sync.event", envelope("subscription_failed", failed, correlation));
        continue;
      }
      peer.subscribed.add(sid);
      if (sid.equals("ES1")) {
        replayMessages(peer, after, correlation);
      }
      var done = new JsonObject();
      done.addProperty("object_sid", sid);
      done.addProperty("replay_status", "completed");
      number(
          done,
          "last_event_id",
          sid.equals("ES1") ? listEvent : after == Long.MAX_VALUE ? 0 : after);
      notify(peer, "twilio.sync.event", envelope("subscription_established", done, correlation));
    }
  }

  /**
   * Replays the newest event of each item, in the order of events (protocol note, section 11.3).
   */
  private void replayMessages(Peer peer, long after, JsonElement correlation) {
    messages.values().stream()
        .filter(item -> item.event() > after)
        .sorted(Comparator.comparingLong(Item::event))
        .forEach(
            item -> {
              String type =
                  item.data() == null
                      ? "list_item_removed"
                      : item.firstEvent() > after ? "list_item_added" : "list_item_updated";
              notify(peer, "twilio.sync.event", envelope(type, event(item), correlation));
            });
  }

  private void send(Peer peer, TwilsockMessage.Request request, JsonObject message) {
    Fate fate = fates.isEmpty() ? Fate.STORED : fates.poll();
    switch (fate) {
      case DROPPED -> {
        drop();
        return;
      }
      case UNANSWERED -> {
        return;
      }
      case BUSY -> {
        reply(peer, request, 429, "{\"code\":20429}");
        return;
      }
      case BROKEN -> {
        reply(peer, request, 503, "not even JSON");
        return;
      }
      case REFUSED -> {
        reply(peer, request, 403, "{\"code\":50054,\"message\":\"no\"}");
        return;
      }
      default -> {}
    }
    String mark = String.valueOf(request.http().header("X-Twilio-Mutation-Id"));
    Long known = comparesMarks ? marks.get(mark) : null;
    long index =
        known != null
            ? known
            : store(
                "alice",
                message.get("body").getAsString(),
                message.get("attributes").getAsString());
    marks.put(mark, index);
    switch (fate) {
      case STORED_UNANSWERED -> {}
      case STORED_AND_DROPPED -> drop();
      case STORED_WITHOUT_INDEX -> reply(peer, request, 202, "{}");
      default -> {
        var answer = new JsonObject();
        answer.addProperty("sid", "IM" + index);
        number(answer, "index", index);
        answer.addProperty("date_created", "2026-01-01T10:00:00.000Z");
        reply(peer, request, 201, answer.toString());
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
