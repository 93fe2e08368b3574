package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.twilsock.FakeSocket;
import app.rostrum.cloud.twilsock.TwilsockService;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sync's requests and subscriptions as they come over Twilsock. */
@Timeout(120)
class SyncOnTwilsockTest {
  private SyncCloud cloud;
  private String service;
  private String map;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    service = cloud.json("POST", "/Services").get("sid").getAsString();
    map = cloud.json("POST", path("/Maps"), "UniqueName", "speakers").get("sid").getAsString();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private String path(String below) {
    return "/Services/" + service + below;
  }

  private void add(String key) {
    cloud.json("POST", path("/Maps/speakers/Items"), "Key", key, "Data", "{}");
  }

  private FakeSocket connected(String identity) {
    var socket = new FakeSocket(cloud.endpoint);
    assertThat(socket.init(SyncCloud.token(identity, service)).status().isSuccess()).isTrue();
    return socket;
  }

  private void refused(TwilsockMessage.Reply reply, int status, int code) {
    assertThat(List.of(reply.status().code(), reply.status().errorCode()))
        .containsExactly(status, code);
  }

  private void httpRefused(TwilsockMessage.Reply reply, int status, int code) {
    assertThat(reply.status().code()).isEqualTo(200);
    assertThat(List.of(reply.httpStatus(), FakeSocket.json(reply).get("code").getAsInt()))
        .as(reply.text())
        .containsExactly(status, code);
  }

  @Test
  void whatCannotBeAnsweredIsRefusedInTheShapeOfTheProtocol() {
    var socket = connected("ann");
    httpRefused(socket.http("GET", "/v3/Nothing", ""), 404, 20404);
    httpRefused(socket.http("GET", "no path", ""), 404, 20404);
    httpRefused(socket.http("GET", "/v3/Maps/%zz", ""), 404, 20404);
    httpRefused(socket.http("GET", "/v3/Maps/nobody", ""), 404, 54200);
    httpRefused(socket.http("GET", "/v3/Lists/a", ""), 404, 54150);
    httpRefused(socket.http("PATCH", "/v3/Maps/speakers", ""), 405, 20004);
    httpRefused(socket.http("PUT", "/v3/Maps/speakers/Items/a", "not JSON"), 400, 20001);
    httpRefused(socket.http("PUT", "/v3/Maps/speakers/Items/a", "{\"data\":1}"), 400, 20001);
    httpRefused(socket.http("PUT", "/v3/Maps/speakers/Items/a", "{}"), 400, 54010);
    httpRefused(socket.http("POST", "/v4/Subscriptions", "{\"action\":\"x\"}"), 400, 20001);
    httpRefused(socket.http("GET", "/v3/Maps/speakers", "", Map.of(), "ip_messaging"), 403, 20106);
    String large = "{\"data\":{\"x\":\"" + "x".repeat(17_000) + "\"}}";
    httpRefused(socket.http("PUT", "/v3/Maps/speakers/Items/a", large), 413, 54006);
    refused(socket.init(SyncCloud.token("ann", service)), 400, 0);
    assertThat(socket.http("GET", "/v3/Maps/speakers", "").httpStatus()).isEqualTo(200);
  }

  @Test
  void theBodyOfADeleteIsNotRead() {
    add("bob");
    var socket = connected("ann");
    TwilsockMessage.Reply reply = socket.http("DELETE", "/v3/Maps/speakers/Items/bob", "data_sync");
    assertThat(reply.httpStatus()).isEqualTo(200);
    assertThat(FakeSocket.json(reply).get("last_event_id").getAsLong()).isEqualTo(2);
    assertThat(FakeSocket.json(reply).has("date_updated")).isTrue();
  }

  @Test
  void clientsOfProtocolThreeGetSingleEvents() {
    var old = connected("old");
    var fresh = connected("fresh");
    old.subscribe(3, 1795336440683L, map, -1);
    fresh.subscribe(4, 7, map, -1);
    JsonObject established = old.notifications().getFirst();
    assertThat(established.get("event_type").getAsString()).isEqualTo("subscription_established");
    assertThat(established.get("correlation_id").getAsLong()).isEqualTo(1795336440683L);
    assertThat(established.get("correlation_id").toString()).doesNotContain("\"");
    assertThat(established.has("event")).isTrue();
    assertThat(fresh.notifications().getFirst().getAsJsonArray("events")).hasSize(1);
    add("bob");
    await().until(() -> old.notifications().size() == 2 && fresh.notifications().size() == 2);
    assertThat(old.notifications().getLast().getAsJsonObject("event").get("item_key").getAsString())
        .isEqualTo("bob");
    assertThat(fresh.notifications().getLast().getAsJsonArray("events")).hasSize(1);
  }

  @Test
  void subscriptionsToNothingFailAndAreCanceledWithoutComplaint() {
    var socket = connected("ann");
    socket.subscribe(4, 1, "MP00000000000000000000000000000000", -1);
    JsonObject failed = event(socket.notifications().getLast());
    assertThat(failed.getAsJsonObject("error").get("status").getAsInt()).isEqualTo(404);
    socket.http(
        "POST",
        "/v4/Subscriptions",
        """
        {"action":"cancel","correlation_id":2,"event_protocol_version":4,
        "requests":[{"object_sid":"MP00000000000000000000000000000000","object_type":"map"}]}
        """);
    assertThat(socket.notifications().getLast().get("event_type").getAsString())
        .isEqualTo("subscription_canceled");
  }

  @Test
  void aPastThatIsNotThisMapsIsNotReplayed() {
    var socket = connected("ann");
    socket.subscribe(4, 1, map, 99);
    JsonObject failed = event(socket.notifications().getLast());
    assertThat(failed.getAsJsonObject("error").get("status").getAsInt()).isEqualTo(404);
  }

  private static JsonObject event(JsonObject notification) {
    return notification.getAsJsonArray("events").get(0).getAsJsonObject();
  }

  /** Subscribers that come while writes pour in miss nothing and hear nothing twice. */
  @Test
  void replayAndLiveEventsMeetWithoutAGap() throws Exception {
    int writes = 400;
    HostedMap hosted = cloud.services.service(service).map("speakers");
    var begun = new CountDownLatch(50);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < writes; i++) {
                    hosted.put(Caller.BACKEND, "k" + i, new JsonObject(), null, null);
                    begun.countDown();
                  }
                });
    begun.await(60, TimeUnit.SECONDS);
    var sockets = new ArrayList<FakeSocket>();
    for (int i = 0; i < 30; i++) {
      var socket = connected("listener" + i);
      socket.subscribe(i % 3 == 0 ? 3 : 4, i, map, -1);
      sockets.add(socket);
    }
    writer.join();
    List<Long> all = IntStream.rangeClosed(1, writes).mapToObj(Long::valueOf).toList();
    for (FakeSocket socket : sockets) {
      await().until(() -> eventIds(socket).size() >= writes);
      assertThat(eventIds(socket)).isEqualTo(all);
    }
  }

  private static List<Long> eventIds(FakeSocket socket) {
    var ids = new ArrayList<Long>();
    for (JsonObject notification : socket.notifications()) {
      if (notification.get("event_type").getAsString().equals("map_item_added")) {
        if (notification.has("event")) {
          ids.add(notification.getAsJsonObject("event").get("id").getAsLong());
        } else {
          for (JsonElement event : notification.getAsJsonArray("events")) {
            ids.add(event.getAsJsonObject().get("id").getAsLong());
          }
        }
      }
    }
    return ids;
  }

  /** A thousand connections with three maps each: one frame is made and everybody gets it. */
  @Test
  void anEventIsSerialisedOnceForAll() {
    var sids = new ArrayList<>(List.of(map));
    for (String name : List.of("viewers", "raised_hands")) {
      sids.add(cloud.json("POST", path("/Maps"), "UniqueName", name).get("sid").getAsString());
    }
    var sockets = new ArrayList<FakeSocket>();
    for (int i = 0; i < 1000; i++) {
      var socket = connected("listener" + i);
      for (int s = 0; s < sids.size(); s++) {
        socket.subscribe(4, s, sids.get(s), -1);
      }
      socket.received.clear();
      sockets.add(socket);
    }
    add("bob");
    await().until(() -> sockets.stream().allMatch(socket -> socket.received.size() == 1));
    byte[] frame = sockets.getFirst().received.getFirst();
    assertThat(sockets).allMatch(socket -> socket.received.getFirst() == frame);
  }

  @Test
  void anEndedConnectionIsForgotten() {
    var socket = connected("ann");
    socket.subscribe(4, 1, map, -1);
    HostedMap hosted = cloud.services.service(service).map("speakers");
    assertThat(hosted.fanout.subscriptions()).hasSize(1);
    TwilsockService product = new SyncProduct(cloud.services).service(service);
    assertThat(product.connections("ann")).isEqualTo(1);
    socket.send(new TwilsockMessage.Close("TMbye", null, 0));
    assertThat(socket.closed).hasValue("1000");
    assertThat(hosted.fanout.subscriptions()).isEmpty();
    assertThat(product.connections("ann")).isZero();
  }
}
