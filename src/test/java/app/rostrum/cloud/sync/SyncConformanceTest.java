package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.testing.Capability;
import app.rostrum.testing.NodeSync;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Sync SDKs, unmodified, against our cloud. */
@Tag("conformance")
@Timeout(120)
class SyncConformanceTest {
  private SyncCloud cloud;
  private String service;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    service = cloud.json("POST", "/Services", "AclEnabled", "true").get("sid").getAsString();
    for (String map : List.of("speakers", "viewers", "raised_hands")) {
      cloud.json("POST", path("/Maps"), "UniqueName", map);
      allow("/Maps/" + map, "ann", false);
    }
    cloud.json("POST", path("/Documents"), "UniqueName", "user-ann", "Data", "{\"invite\":false}");
    allow("/Documents/user-ann", "ann", false);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private String path(String below) {
    return "/Services/" + service + below;
  }

  private void allow(String object, String identity, boolean write) {
    cloud.json(
        "POST",
        path(object + "/Permissions/" + identity),
        "Read",
        "true",
        "Write",
        Boolean.toString(write),
        "Manage",
        "false");
  }

  private void add(String map, String key, String data) {
    cloud.json("POST", path("/Maps/" + map + "/Items"), "Key", key, "Data", data);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private NodeSync connect(Sdk sdk, String token) throws Exception {
    var node = new NodeSync(sdk.module());
    node.call("connect", "uri", cloud.twilsock(), "token", token);
    return node;
  }

  private NodeSync ann(Sdk sdk) throws Exception {
    return connect(sdk, SyncCloud.token("ann", service));
  }

  @Capability("map and document events")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void seesAHandGoUpAndDown(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk)) {
      for (String map : List.of("speakers", "viewers", "raised_hands")) {
        node.call("map", "name", map, "mode", "open_existing");
      }
      JsonObject document = node.call("document", "name", "user-ann", "mode", "open_existing");
      assertThat(document.get("data")).isEqualTo(json("{\"invite\":false}"));

      add("raised_hands", "bob", "{}");
      add("raised_hands", "é✓ /%😀", "{\"a\":\"✓😀\"}");
      await()
          .untilAsserted(
              () ->
                  assertThat(node.words("raised_hands"))
                      .containsExactly("itemAdded bob {}", "itemAdded é✓ /%😀 {\"a\":\"✓😀\"}"));
      cloud.json("POST", path("/Maps/raised_hands/Items/bob"), "Data", "{\"x\":1}");
      cloud.rest("DELETE", path("/Maps/raised_hands/Items/bob"));
      await()
          .untilAsserted(
              () ->
                  assertThat(node.words("raised_hands"))
                      .hasSize(4)
                      .endsWith("itemUpdated bob {\"x\":1}", "itemRemoved bob"));
      assertThat(node.events.getLast().get("previous")).isEqualTo(json("{\"x\":1}"));

      cloud.json("POST", path("/Documents/user-ann"), "Data", "{\"invite\":true}");
      await()
          .untilAsserted(
              () ->
                  assertThat(node.words("user-ann")).containsExactly("updated {\"invite\":true}"));
    }
  }

  @Capability("a stranger is refused")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void refusesAStranger(Sdk sdk) throws Exception {
    try (NodeSync node = connect(sdk, SyncCloud.token("mallory", service))) {
      assertThat(node.refusal("map", "name", "speakers", "mode", "open_existing"))
          .containsExactly(403, 54007);
      assertThat(node.refusal("document", "name", "user-ann", "mode", "open_existing"))
          .containsExactly(403, 54007);
      assertThat(node.refusal("map", "name", "nothing", "mode", "open_existing"))
          .containsExactly(404, 54200);
    }
  }

  @Capability("read-only permission")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void refusesToWriteWhatMayOnlyBeRead(Sdk sdk) throws Exception {
    add("speakers", "bob", "{}");
    try (NodeSync node = ann(sdk)) {
      node.call("map", "name", "speakers", "mode", "open_existing");
      assertThat(node.refusal("set", "map", "speakers", "key", "eve", "data", json("{}")))
          .containsExactly(403, 54007);
      assertThat(node.refusal("remove", "map", "speakers", "key", "bob"))
          .containsExactly(403, 54007);
    }
  }

  @Capability("create, set, update, mutate, remove")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void readsAndWritesItsOwnObjects(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk);
        NodeSync other = ann(sdk)) {
      node.call("map", "name", "notes");
      other.call("map", "name", "notes");
      JsonObject item =
          node.call("set", "map", "notes", "key", "carol key/é", "data", json("{\"n\":1}"));
      assertThat(item.get("data")).isEqualTo(json("{\"n\":1}"));
      node.call("update", "map", "notes", "key", "carol key/é", "data", json("{\"m\":2}"));
      // Both read the same revision; the slower one is refused with 412 and tries again.
      other.call("get", "map", "notes", "key", "carol key/é");
      node.call("mutate", "map", "notes", "key", "carol key/é", "field", "n");
      other.call("mutate", "map", "notes", "key", "carol key/é", "field", "n");
      assertThat(cloud.services.service(service).map("notes").items().getFirst().data())
          .isEqualTo(json("{\"n\":3,\"m\":2}"));
      await().untilAsserted(() -> assertThat(other.words("notes")).isNotEmpty());
      node.call("mutate", "map", "notes", "key", "new", "field", "n");
      node.call("remove", "map", "notes", "key", "new");
      assertThat(node.refusal("get", "map", "notes", "key", "new")).containsExactly(404, 54201);
      await()
          .untilAsserted(
              () ->
                  assertThat(other.words("notes"))
                      .contains("itemAdded new {\"n\":1}", "itemRemoved new"));

      node.call("document", "name", "paper");
      other.call("document", "name", "paper");
      node.call("setDocument", "name", "paper", "data", json("{\"a\":1}"));
      other.call("updateDocument", "name", "paper", "data", json("{\"b\":2}"));
      await()
          .untilAsserted(
              () -> assertThat(node.words("paper")).endsWith("updated {\"a\":1,\"b\":2}"));
      node.call("removeObject", "name", "paper");
      await().untilAsserted(() -> assertThat(other.words("paper")).endsWith("removed"));
      node.call("removeObject", "name", "notes");
      await().untilAsserted(() -> assertThat(other.words("notes")).endsWith("removed"));
    }
  }

  @Capability("paging a map both ways")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void pagesThroughManyItemsInBothDirections(Sdk sdk) throws Exception {
    var keys = new ArrayList<String>();
    for (int i = 0; i < 250; i++) {
      String key = "k %03d/é".formatted(i);
      keys.add(key);
      add("viewers", key, "{\"n\":" + i + "}");
    }
    var reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    try (NodeSync node = ann(sdk)) {
      node.call("map", "name", "viewers", "mode", "open_existing");
      for (int size : List.of(30, 100)) {
        JsonObject up = node.call("walk", "map", "viewers", "order", "asc", "pageSize", size);
        assertThat(texts(up, "forward")).isEqualTo(keys);
        assertThat(texts(up, "backward")).isEqualTo(reversed);
        JsonObject down = node.call("walk", "map", "viewers", "order", "desc", "pageSize", size);
        assertThat(texts(down, "forward")).isEqualTo(reversed);
        assertThat(texts(down, "backward")).isEqualTo(keys);
      }
      JsonObject middle =
          node.call("walk", "map", "viewers", "order", "asc", "pageSize", 50, "from", "k 200/é");
      assertThat(texts(middle, "forward")).isEqualTo(keys.subList(200, 250));
    }
  }

  private static List<String> texts(JsonObject json, String name) {
    return StreamSupport.stream(json.getAsJsonArray(name).spliterator(), false)
        .map(JsonElement::getAsString)
        .collect(Collectors.toList());
  }

  @Capability("catch-up after a dropped socket")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void replaysWhatWasMissedInOrder(Sdk sdk) throws Exception {
    add("speakers", "host", "{}");
    try (NodeSync node = ann(sdk)) {
      node.call("map", "name", "speakers", "mode", "open_existing");
      node.call("document", "name", "user-ann", "mode", "open_existing");
      add("speakers", "before", "{}");
      await().untilAsserted(() -> assertThat(node.words("speakers")).hasSize(1));
      cloud.dropSockets();
      add("speakers", "a", "{}");
      add("speakers", "b", "{}");
      cloud.rest("DELETE", path("/Maps/speakers/Items/before"));
      cloud.json("POST", path("/Maps/speakers/Items/host"), "Data", "{\"host\":true}");
      cloud.json("POST", path("/Documents/user-ann"), "Data", "{\"invite\":1}");
      cloud.json("POST", path("/Documents/user-ann"), "Data", "{\"invite\":2}");
      await()
          .untilAsserted(
              () ->
                  assertThat(node.words("speakers"))
                      .containsExactly(
                          "itemAdded before {}",
                          "itemAdded a {}",
                          "itemAdded b {}",
                          "itemRemoved before",
                          "itemUpdated host {\"host\":true}"));
      await()
          .untilAsserted(
              () -> assertThat(node.words("user-ann")).containsExactly("updated {\"invite\":2}"));
      add("speakers", "after", "{}");
      await()
          .untilAsserted(
              () -> assertThat(node.words("speakers")).hasSize(6).endsWith("itemAdded after {}"));
    }
  }

  @Capability("service removed under connected clients")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void hearsThatTheStreamHasBeenDeleted(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk)) {
      node.call("map", "name", "speakers", "mode", "open_existing");
      node.call("document", "name", "user-ann", "mode", "open_existing");
      HostedService hosted = cloud.services.service(service);
      await()
          .until(
              () ->
                  hosted.map("speakers").fanout.subscriptions().size() == 1
                      && hosted.document("user-ann").fanout.subscriptions().size() == 1);
      cloud.rest("DELETE", path(""));
      await().untilAsserted(() -> assertThat(node.words("speakers")).containsExactly("removed"));
      await().untilAsserted(() -> assertThat(node.words("user-ann")).hasSize(1));
    }
  }

  @Capability("lists: push, set, mutate, remove, context, events")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void keepsAList(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk);
        NodeSync other = ann(sdk)) {
      node.call("list", "name", "chat");
      other.call("list", "name", "chat");
      HostedList list = cloud.services.service(service).list("chat");
      awaitSubscribers(list, 2);
      assertThat(index(node.call("push", "list", "chat", "data", json("{\"n\":1}")))).isZero();
      // An answer may overtake an event, and the order of what the SDK tells is that of arrival.
      await().untilAsserted(() -> assertThat(other.words("chat")).hasSize(1));
      assertThat(index(other.call("push", "list", "chat", "data", json("{\"n\":2}")))).isOne();
      node.call("set", "map", "chat", "key", 0, "data", json("{\"n\":5}"));
      other.call("get", "map", "chat", "key", 1);
      node.call("mutate", "map", "chat", "key", 1, "field", "n");
      await().untilAsserted(() -> assertThat(other.words("chat")).hasSize(4));
      other.call("mutate", "map", "chat", "key", 1, "field", "n");
      await().untilAsserted(() -> assertThat(node.words("chat")).hasSize(5));
      node.call("remove", "map", "chat", "key", 0);
      assertThat(node.refusal("get", "map", "chat", "key", 7)).containsExactly(404, 54151);
      cloud.json("POST", path("/Lists/chat/Items"), "Data", "{\"n\":3}");
      List<String> all =
          List.of(
              "itemAdded 0 {\"n\":1}",
              "itemAdded 1 {\"n\":2}",
              "itemUpdated 0 {\"n\":5}",
              "itemUpdated 1 {\"n\":3}",
              "itemUpdated 1 {\"n\":4}",
              "itemRemoved 0",
              "itemAdded 2 {\"n\":3}");
      await().untilAsserted(() -> assertThat(other.words("chat")).containsExactlyElementsOf(all));
      assertThat(list.items()).extracting(CollectionItem::position).containsExactly(1L, 2L);
      assertThat(node.call("context", "name", "chat").get("context")).isEqualTo(json("{}"));
      list.updateContext(Caller.BACKEND, json("{\"topic\":1}"));
      await()
          .untilAsserted(
              () -> assertThat(other.words("chat")).endsWith("contextUpdated {\"topic\":1}"));
      node.call("removeObject", "name", "chat");
      await().untilAsserted(() -> assertThat(other.words("chat")).endsWith("removed"));
    }
  }

  /** The SDKs subscribe some 100 ms after they have opened an object. */
  private static void awaitSubscribers(HostedObject object, int count) {
    await()
        .untilAsserted(
            () -> assertThat(object.fanout.subscriptions()).hasSizeGreaterThanOrEqualTo(count));
  }

  private static long index(JsonObject item) {
    return item.get("index").getAsLong();
  }

  @Capability("paging a list both ways")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void pagesThroughALongListInBothDirections(Sdk sdk) throws Exception {
    HostedList list = cloud.services.service(service).createList(Caller.BACKEND, "long", null);
    list.permit("ann", new Permission(true, false, false));
    var indexes = new ArrayList<String>();
    for (int i = 0; i < 125; i++) {
      list.append(Caller.BACKEND, json("{\"n\":" + i + "}"), null);
      indexes.add(Integer.toString(i));
    }
    list.remove(Caller.BACKEND, 50L, null);
    indexes.remove(50);
    var reversed = new ArrayList<>(indexes);
    Collections.reverse(reversed);
    try (NodeSync node = ann(sdk)) {
      node.call("list", "name", "long", "mode", "open_existing");
      JsonObject up = node.call("walk", "map", "long", "order", "asc", "pageSize", 30);
      assertThat(texts(up, "forward")).isEqualTo(indexes);
      assertThat(texts(up, "backward")).isEqualTo(reversed);
      JsonObject down = node.call("walk", "map", "long", "order", "desc", "pageSize", 30);
      assertThat(texts(down, "forward")).isEqualTo(reversed);
      assertThat(texts(down, "backward")).isEqualTo(indexes);
      JsonObject middle =
          node.call("walk", "map", "long", "order", "asc", "pageSize", 50, "from", 100);
      assertThat(texts(middle, "forward")).isEqualTo(indexes.subList(99, 124));
      assertThat(node.refusal("push", "list", "long", "data", json("{}")))
          .containsExactly(403, 54007);
    }
  }

  @Capability("streams: publish, listen, remove")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void passesMessagesOnStreams(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk);
        NodeSync other = ann(sdk)) {
      node.call("stream", "name", "reactions");
      other.call("stream", "name", "reactions");
      awaitSubscribers(cloud.services.service(service).stream("reactions"), 2);
      assertThat(
              node.call("publish", "stream", "reactions", "data", json("{\"n\":1}"))
                  .get("sid")
                  .getAsString())
          .startsWith("TZ");
      cloud.json("POST", path("/Streams/reactions/Messages"), "Data", "{\"n\":2}");
      await()
          .untilAsserted(
              () ->
                  assertThat(other.words("reactions"))
                      .containsExactly("messagePublished {\"n\":1}", "messagePublished {\"n\":2}"));
      var tooLarge = new JsonObject();
      tooLarge.addProperty("a", "x".repeat(5000));
      assertThat(node.refusal("publish", "stream", "reactions", "data", tooLarge))
          .containsExactly(413, 54006);
      node.call("removeObject", "name", "reactions");
      await().untilAsserted(() -> assertThat(other.words("reactions")).endsWith("removed"));
    }
  }

  @Capability("names taken, data too large, time to live out of range")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void tellsWhyItRefuses(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk)) {
      node.call("map", "name", "m");
      assertThat(node.refusal("map", "name", "m", "mode", "create_new"))
          .containsExactly(409, 54301);
      assertThat(node.refusal("document", "name", "n".repeat(321))).containsExactly(400, 54302);
      var tooLarge = new JsonObject();
      tooLarge.addProperty("a", "x".repeat(16_400));
      assertThat(node.refusal("set", "map", "m", "key", "k", "data", tooLarge))
          .containsExactly(413, 54006);
      assertThat(node.refusal("set", "map", "m", "key", "k", "data", json("{}"), "ttl", 31_536_001))
          .containsExactly(400, 54011);
      assertThat(node.refusal("setTtl", "name", "m", "ttl", 31_536_001))
          .containsExactly(400, 54011);
    }
  }

  @Capability("two clients mutate one object at once and lose nothing, whatever its time to live")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void mutationsThatRaceAllCount(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk);
        NodeSync other = ann(sdk)) {
      for (NodeSync each : List.of(node, other)) {
        each.call("map", "name", "counters");
        each.call("list", "name", "numbers");
        each.call("document", "name", "paper");
      }
      node.call("set", "map", "counters", "key", "c", "data", json("{}"));
      node.call("setItemTtl", "map", "counters", "key", "c", "ttl", 100);
      node.call("push", "list", "numbers", "data", json("{}"));
      node.call("setTtl", "name", "paper", "ttl", 100);
      var races = new ArrayList<CompletableFuture<Void>>();
      for (NodeSync each : List.of(node, other)) {
        races.add(race(each, "counters", "key", "c"));
        races.add(race(each, "numbers", "key", 0));
        races.add(race(each, "paper"));
      }
      for (CompletableFuture<Void> race : races) {
        race.get(60, TimeUnit.SECONDS);
      }
      HostedService hosted = cloud.services.service(service);
      assertThat(hosted.map("counters").item(Caller.BACKEND, "c").data())
          .isEqualTo(json("{\"n\":20}"));
      assertThat(hosted.list("numbers").item(Caller.BACKEND, 0L).data())
          .isEqualTo(json("{\"n\":20}"));
      assertThat(hosted.document("paper").state().data()).isEqualTo(json("{\"n\":20}"));
    }
  }

  private static CompletableFuture<Void> race(NodeSync node, String object, Object... key) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            Stream<Object> about = Stream.of("map", object, "field", "n", "times", 10);
            node.call("race", Stream.concat(about, Stream.of(key)).toArray());
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  @Capability("permissions changed while subscribed")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void rightsThatChangeAreObeyedAtOnce(Sdk sdk) throws Exception {
    try (NodeSync node = ann(sdk)) {
      node.call("map", "name", "speakers", "mode", "open_existing");
      HostedMap map = cloud.services.service(service).map("speakers");
      awaitSubscribers(map, 1);
      assertThat(node.refusal("set", "map", "speakers", "key", "a", "data", json("{}")))
          .containsExactly(403, 54007);
      allow("/Maps/speakers", "ann", true);
      node.call("set", "map", "speakers", "key", "a", "data", json("{}"));
      cloud.rest("DELETE", path("/Maps/speakers/Permissions/ann"));
      assertThat(map.fanout.subscriptions()).isEmpty();
      add("speakers", "secret", "{}");
      assertThat(node.refusal("get", "map", "speakers", "key", "b")).containsExactly(403, 54007);
      assertThat(node.refusal("set", "map", "speakers", "key", "a", "data", json("{}")))
          .containsExactly(403, 54007);
      // The SDK hears only answers to its own questions, and asks again with the next connection.
      cloud.dropSockets();
      await().untilAsserted(() -> assertThat(node.words("speakers")).endsWith("failure"));
      assertThat(node.words("speakers")).noneMatch(word -> word.contains("secret"));
    }
  }
}
