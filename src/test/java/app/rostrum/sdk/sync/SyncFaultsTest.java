package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.testing.FaultyWebSocket;
import app.rostrum.testing.FaultyWebSocket.Message;
import app.rostrum.testing.FaultyWebSocket.Rule;
import app.rostrum.wire.twilsock.JsonFields;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockFrame;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Sync client through a proxy that misbehaves like networks, proxies and servers do. */
@Timeout(120)
class SyncFaultsTest {
  private static final int CHANGES = 60;
  private static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  /** A listener of a map and a list that counts its events. */
  private static final class Witness implements SyncMap.Listener, SyncList.Listener {
    final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
    final List<String> order = new CopyOnWriteArrayList<>();

    private void count(String word) {
      told.computeIfAbsent(word, w -> new AtomicInteger()).incrementAndGet();
      order.add(word);
    }

    @Override
    public void onItem(String key, SyncMap.Item item) {
      count(key + item.data());
    }

    @Override
    public void onItemRemoved(String key) {
      count("-" + key);
    }

    @Override
    public void onItem(SyncList.Item item, boolean added) {
      count((added ? "+" : "~") + item.index());
    }

    @Override
    public void onItemRemoved(long index, long eventId) {
      count("-" + index);
    }

    @Override
    public void onRemoved() {
      count("removed");
    }
  }

  private final Witness map = new Witness();
  private final Witness list = new Witness();
  private final RecordingListener document = new RecordingListener();
  private final RecordingListener connection = new RecordingListener();
  private SyncCloud cloud;
  private FaultyWebSocket proxy;
  private HostedService service;
  private SyncClient client;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.pinging(Duration.ofMillis(500));
    proxy = new FaultyWebSocket(cloud.twilsock());
    service = cloud.services.create(ServiceSettings.DEFAULTS);
    service.createMap(Caller.BACKEND, "m", null);
    service.createList(Caller.BACKEND, "l", null);
    service.createDocument(Caller.BACKEND, "d", number(-1), null);
    client =
        SyncClient.connect(
            new OkHttpClient(),
            proxy.address(),
            SyncCloud.token("ann", service.sid()),
            connection,
            QUICK,
            new Random(7));
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    cloud.close();
  }

  private static JsonObject number(int n) {
    var json = new JsonObject();
    json.addProperty("n", n);
    return json;
  }

  private void follow() throws Exception {
    client.openMap("m", map).get(60, TimeUnit.SECONDS);
    client.openList("l", list).get(60, TimeUnit.SECONDS);
    client.openDocument("d", document).get(60, TimeUnit.SECONDS);
  }

  private void change(int n) {
    service.map("m").put(Caller.BACKEND, "k" + n, number(n), null, null);
    service.list("l").append(Caller.BACKEND, number(n), null);
    service.document("d").update(Caller.BACKEND, number(n), null, null);
  }

  /** Waits until all changes have come, each once. */
  private void everythingHasComeOnce() {
    await()
        .untilAsserted(
            () -> {
              assertThat(map.told).hasSize(CHANGES);
              assertThat(list.told).hasSize(CHANGES);
              assertThat(document.words).endsWith(number(CHANGES - 1).toString());
            });
    assertThat(map.told.values()).allSatisfy(times -> assertThat(times).hasValue(1));
    assertThat(list.told.values()).allSatisfy(times -> assertThat(times).hasValue(1));
    assertThat(document.words).doesNotHaveDuplicates();
  }

  /** Makes changes while a rule is applied, and drops the connection now and then. */
  private void changesAmid(Rule rule, int dropEvery) throws Exception {
    follow();
    proxy.toClient(rule);
    for (int n = 0; n < CHANGES; n++) {
      if (n % dropEvery == dropEvery - 1) {
        // Drops only after the change has arrived.
        await().until(() -> cloud.endpoint.connectionCount() > 0);
        int connections = proxy.connections();
        cloud.dropSockets();
        change(n);
        await().until(() -> proxy.connections() > connections);
      } else {
        change(n);
      }
    }
    proxy.toClient(Rule.PASS);
    everythingHasComeOnce();
  }

  @Test
  void duplicatedEventsAreDeliveredOnce() throws Exception {
    changesAmid(FaultyWebSocket.doubled(), 20);
  }

  @Test
  void reorderedEventsAreAllDelivered() throws Exception {
    changesAmid(FaultyWebSocket.swapped(), 10);
  }

  @Test
  void delaysAndDropsLoseNothing() throws Exception {
    changesAmid(FaultyWebSocket.delayed(15), 6);
  }

  @Test
  void anEventOvertakenByOthersSurvivesADrop() throws Exception {
    follow();
    change(0);
    await().untilAsserted(() -> assertThat(list.told).hasSize(1));
    // The next notification is held back, later ones pass, then the connection breaks.
    var held = new AtomicInteger();
    proxy.toClient(
        (message, way) -> {
          if (!isNotification(message) || held.getAndIncrement() >= 3) {
            way.pass(message);
          }
        });
    change(1);
    await().until(() -> held.get() >= 3);
    for (int n = 2; n < CHANGES; n++) {
      change(n);
    }
    await().untilAsserted(() -> assertThat(list.told).hasSize(CHANGES - 1));
    cloud.dropSockets();
    everythingHasComeOnce();
  }

  @Test
  void truncatedFramesAndWrongLengthsLoseNothing() throws Exception {
    follow();
    var count = new AtomicInteger();
    proxy.toClient(
        (message, way) -> {
          if (isNotification(message) && count.incrementAndGet() % 5 == 0) {
            way.pass(new Message.Binary(garbled(((Message.Binary) message).data(), count.get())));
          } else {
            way.pass(message);
          }
        });
    for (int n = 0; n < CHANGES; n++) {
      change(n);
      if (n % 10 == 0) {
        int told = list.told.size();
        await().until(() -> list.told.size() > told || count.get() > 0);
      }
    }
    await().until(() -> count.get() > 10);
    proxy.toClient(Rule.PASS);
    everythingHasComeOnce();
    assertThat(proxy.connections()).isOne();
  }

  @Test
  void anUnreadableReplayIsRequestedAgain() throws Exception {
    follow();
    change(0);
    await().untilAsserted(() -> assertThat(list.told).hasSize(1));
    // This change is lost, and its replay after the drop is too.
    proxy.toClient(
        (message, way) -> {
          if (!isNotification(message)) {
            way.pass(message);
          }
        });
    for (int n = 1; n < CHANGES - 1; n++) {
      change(n);
    }
    var unreadable = new AtomicInteger();
    proxy.toClient(
        (message, way) -> {
          String text =
              isNotification(message)
                  ? new String(((Message.Binary) message).data(), StandardCharsets.UTF_8)
                  : "";
          if (text.contains("item_data") && unreadable.getAndIncrement() < 8) {
            byte[] data = text.replace("event_type", "event_kind").getBytes(StandardCharsets.UTF_8);
            way.pass(new Message.Binary(data));
          } else {
            way.pass(message);
          }
        });
    // An unreadable frame before the drop and one after it.
    change(CHANGES - 1);
    await().until(() -> unreadable.get() > 0);
    cloud.dropSockets();
    everythingHasComeOnce();
    assertThat(unreadable.get()).isGreaterThan(8);
  }

  /**
   * Breaks frames in turn: cut in two, header length too long, payload length too long, no JSON.
   */
  private static byte[] garbled(byte[] frame, int turn) {
    String text = new String(frame, StandardCharsets.UTF_8);
    return switch (turn / 5 % 4) {
      case 0 -> Arrays.copyOf(frame, frame.length / 2);
      case 1 -> text.replaceFirst("V3.0 \\d+", "V3.0 9999999").getBytes(StandardCharsets.UTF_8);
      case 2 ->
          text.replaceFirst("\"payload_size\":\\d+", "\"payload_size\":9")
              .getBytes(StandardCharsets.UTF_8);
      default -> text.replace("event_type", "event\u0000type").getBytes(StandardCharsets.UTF_8);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 1012, 1013, 3000, 4999})
  void theClientReconnectsAfterEveryCloseCode(int code) throws Exception {
    follow();
    change(0);
    await().untilAsserted(() -> assertThat(list.told).hasSize(1));
    proxy.closeAll(code);
    for (int n = 1; n < CHANGES; n++) {
      change(n);
    }
    everythingHasComeOnce();
  }

  @Test
  void aSilentServerIsReconnectedToAndNothingIsLost() throws Exception {
    follow();
    change(0);
    await().untilAsserted(() -> assertThat(list.told).hasSize(1));
    proxy.toClient(
        (message, way) -> {
          if (way.connection() > 0) {
            way.pass(message);
          }
        });
    for (int n = 1; n < CHANGES; n++) {
      change(n);
    }
    everythingHasComeOnce();
    assertThat(connection.words).containsSubsequence("CONNECTED", "CONNECTING", "CONNECTED");
  }

  @Test
  void anUnansweredRequestTimesOutWithAnUnknownOutcome() throws Exception {
    SyncList open = client.openList("l", list).get(60, TimeUnit.SECONDS);
    proxy.toClient(
        (message, way) -> {
          if (!isReply(message)) {
            way.pass(message);
          }
        });
    assertThatThrownBy(() -> open.append(number(1)).get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.outcomeUnknown()).isTrue());
    // The request took effect, as the event shows.
    assertThat(list.order).containsExactly("+0");
  }

  @Test
  void anInterruptedReplayIsRequestedAgain() throws Exception {
    var interruptions = new AtomicInteger();
    proxy.toClient(
        events(
            (type, event) -> {
              if (type.equals("subscription_established") && interruptions.incrementAndGet() < 4) {
                event.addProperty("replay_status", "interrupted");
              }
            }));
    follow();
    assertThat(interruptions.get()).isGreaterThanOrEqualTo(6);
    for (int n = 0; n < CHANGES; n++) {
      change(n);
    }
    everythingHasComeOnce();
  }

  @Test
  void aSubscriptionIsRetriedAfterATemporaryFailureOnly() throws Exception {
    var failures = new AtomicInteger();
    proxy.toClient(
        (message, way) ->
            way.pass(
                rewritten(
                    message,
                    payload -> {
                      boolean established =
                          JsonFields.text(payload, "event_type", "")
                              .equals("subscription_established");
                      if (established && failures.getAndIncrement() < 1) {
                        return failed(payload, 500);
                      }
                      return payload;
                    })));
    client.openMap("m", map).get(60, TimeUnit.SECONDS);
    assertThat(failures.get()).isEqualTo(2);
    for (int status : List.of(403, 404)) {
      proxy.toClient(
          (message, way) ->
              way.pass(
                  rewritten(
                      message,
                      payload ->
                          JsonFields.text(payload, "event_type", "")
                                  .equals("subscription_established")
                              ? failed(payload, status)
                              : payload)));
      assertThatThrownBy(() -> client.openList("l", list).get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              SyncException.class, e -> assertThat(e.status()).isEqualTo(status));
    }
    // An open object is gone when the server says so after a reconnection.
    cloud.dropSockets();
    await().untilAsserted(() -> assertThat(map.order).containsExactly("removed"));
  }

  private static JsonObject failed(JsonObject established, int status) {
    var error = new JsonObject();
    error.addProperty("status", status);
    error.addProperty("code", 0);
    var event = new JsonObject();
    JsonObject was = established.getAsJsonArray("events").get(0).getAsJsonObject();
    event.add("object_sid", was.get("object_sid"));
    event.add("object_type", was.get("object_type"));
    event.add("error", error);
    var events = new JsonArray();
    events.add(event);
    JsonObject json = established.deepCopy();
    json.addProperty("event_type", "subscription_failed");
    json.add("events", events);
    return json;
  }

  /** Has the observed quirks of the real service (protocol note, sections 1.2, 3.3 and 4.3). */
  @Test
  void theQuirksOfTheRealServiceAreUnderstood() throws Exception {
    proxy.toClient(
        (message, way) -> {
          Message changed = rewritten(message, SyncFaultsTest::likeTheRealService);
          byte[] frame = ((Message.Binary) changed).data();
          byte[] longer = Arrays.copyOf(frame, frame.length + 2);
          longer[frame.length] = '\r';
          longer[frame.length + 1] = '\n';
          way.pass(new Message.Binary(longer));
        });
    follow();
    for (int n = 0; n < CHANGES; n++) {
      change(n);
    }
    everythingHasComeOnce();
    cloud.dropSockets();
    service.map("m").remove(Caller.BACKEND, "k0", null);
    await().untilAsserted(() -> assertThat(map.order).endsWith("-k0"));
  }

  /** Rewrites a notification: single events in {@code event}, numbers as texts, unknown fields. */
  private static JsonObject likeTheRealService(JsonObject payload) {
    JsonObject json = payload.deepCopy();
    if (json.get("events") instanceof JsonArray events && events.size() == 1) {
      json.remove("events");
      json.add("event", events.get(0));
    }
    json.addProperty("something_new", true);
    numbersAsTexts(json);
    return json;
  }

  private static void numbersAsTexts(JsonElement element) {
    switch (element) {
      case JsonArray array -> array.forEach(SyncFaultsTest::numbersAsTexts);
      case JsonObject object -> {
        for (String name : List.of("id", "item_index", "index", "last_event_id")) {
          if (object.get(name) instanceof JsonPrimitive value && value.isNumber()) {
            object.addProperty(name, value.getAsString());
          }
        }
        new ArrayList<>(object.entrySet())
            .stream()
                .filter(entry -> !entry.getKey().endsWith("data"))
                .forEach(entry -> numbersAsTexts(entry.getValue()));
      }
      default -> {
        // A plain value.
      }
    }
  }

  private interface EventChange {
    void on(String type, JsonObject event);
  }

  private static Rule events(EventChange change) {
    return (message, way) ->
        way.pass(
            rewritten(
                message,
                payload -> {
                  String type = JsonFields.text(payload, "event_type", "");
                  JsonFields.array(payload, "events")
                      .forEach(event -> change.on(type, event.getAsJsonObject()));
                  return payload;
                }));
  }

  private static Message rewritten(Message message, UnaryOperator<JsonObject> change) {
    TwilsockFrame frame = frame(message);
    return frame
        .json()
        .map(
            payload ->
                (Message)
                    new Message.Binary(
                        new TwilsockFrame(
                                frame.header(),
                                change.apply(payload).toString().getBytes(StandardCharsets.UTF_8))
                            .encode()))
        .orElse(message);
  }

  private static TwilsockFrame frame(Message message) {
    try {
      return TwilsockFrame.parse(((Message.Binary) message).data());
    } catch (TwilsockFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isNotification(Message message) {
    return JsonFields.text(frame(message).header(), "method", "").equals("notification");
  }

  private static boolean isReply(Message message) {
    return JsonFields.text(frame(message).header(), "method", "").equals("reply");
  }
}
