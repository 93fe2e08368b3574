package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.twilsock.FakeSocket;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams, and the limits on what clients may write. */
class HostedStreamTest {
  private SyncCloud cloud;
  private HostedService service;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    String sid = cloud.json("POST", "/Services", "AclEnabled", "true").get("sid").getAsString();
    service = cloud.services.service(sid);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private FakeSocket connect(String identity) {
    var socket = new FakeSocket(cloud.endpoint);
    socket.init(SyncCloud.token(identity, service.sid()));
    return socket;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static void refused(ThrowingCallable call, int status, int code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(List.of(refusal.status(), refusal.code()))
                    .containsExactly(status, code));
  }

  private static List<JsonObject> events(FakeSocket socket, String type) {
    return socket.notifications().stream()
        .filter(n -> n.get("event_type").getAsString().equals(type))
        .flatMap(n -> n.getAsJsonArray("events").asList().stream())
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @Test
  void aMessageReachesWhoListensAndNobodyLater() {
    HostedStream stream = service.createStream(Caller.BACKEND, "reactions", null);
    FakeSocket ann = connect("ann");
    stream.publish(Caller.BACKEND, json("{\"n\":0}"));
    ann.http(
        "POST",
        "/v4/Subscriptions",
        """
        {"event_protocol_version":4,"action":"establish","correlation_id":1,
        "requests":[{"object_sid":"%s","object_type":"stream","last_event_id":null}]}
        """
            .formatted(stream.sid()));
    ann.awaitResult(1);
    assertThat(events(ann, "subscription_established")).hasSize(1);
    FakeSocket bob = connect("bob");
    assertThat(
            FakeSocket.json(
                    bob.http("POST", "/v3/Streams/reactions/Messages", "{\"data\":{\"n\":1}}"))
                .get("sid")
                .getAsString())
        .matches("TZ[0-9a-f]{32}");
    await()
        .untilAsserted(
            () ->
                assertThat(events(ann, "stream_message_published"))
                    .singleElement()
                    .satisfies(
                        e -> assertThat(e.get("message_data")).isEqualTo(json("{\"n\":1}"))));
    service.remove(Caller.BACKEND, stream);
    await().untilAsserted(() -> assertThat(events(ann, "stream_removed")).hasSize(1));
    assertThat(bob.http("GET", "/v3/Streams/reactions", "").httpStatus()).isEqualTo(404);
  }

  @Test
  void tooManyAndTooLargeMessagesAreRefused() {
    HostedStream stream = service.createStream(Caller.BACKEND, "reactions", null);
    refused(
        () -> stream.publish(Caller.BACKEND, json("{\"a\":\"" + "x".repeat(4096) + "\"}")),
        413,
        54006);
    refused(
        () -> {
          for (int i = 0; i < 1000; i++) {
            stream.publish(Caller.client("ann"), json("{}"));
          }
        },
        429,
        54009);
    refused(() -> service.createStream(Caller.BACKEND, "reactions", null), 409, 54301);
    refused(() -> service.remove(Caller.client("ann"), stream), 403, 54007);
  }

  @Test
  void oneClientCannotFloodAnObjectButTheBackendMayBringInAWholeAudience() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    map.permit("ann", new Permission(true, true, false));
    for (int i = 0; i < 500; i++) {
      map.create(Caller.BACKEND, "k" + i, json("{}"), null);
    }
    refused(
        () -> {
          for (int i = 0; i < 500; i++) {
            map.put(Caller.client("ann"), "k" + i, json("{}"), null, null);
          }
        },
        429,
        54009);
  }

  @Test
  void closingAServiceEndsTheSubscriptionsOfStrangers() {
    String sid = cloud.json("POST", "/Services", "AclEnabled", "false").get("sid").getAsString();
    HostedService open = cloud.services.service(sid);
    HostedMap map = open.createMap(Caller.BACKEND, "m", null);
    map.permit("bob", new Permission(true, false, false));
    var ann = new FakeSocket(cloud.endpoint);
    ann.init(SyncCloud.token("ann", sid));
    var bob = new FakeSocket(cloud.endpoint);
    bob.init(SyncCloud.token("bob", sid));
    ann.subscribe(4, 1, map.sid(), -1);
    bob.subscribe(4, 1, map.sid(), -1);
    cloud.json("POST", "/Services/" + sid, "AclEnabled", "true");
    await().untilAsserted(() -> assertThat(events(ann, "subscription_failed")).hasSize(1));
    map.create(Caller.BACKEND, "secret", json("{}"), null);
    await().untilAsserted(() -> assertThat(events(bob, "map_item_added")).hasSize(1));
    assertThat(events(bob, "subscription_failed")).isEmpty();
    assertThat(events(ann, "map_item_added")).isEmpty();
  }
}
