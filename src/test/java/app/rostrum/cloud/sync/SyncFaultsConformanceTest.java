package app.rostrum.cloud.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.twilsock.TwilsockEndpoint;
import app.rostrum.testing.Capability;
import app.rostrum.testing.KillableServer;
import app.rostrum.testing.NodeSync;
import app.rostrum.testing.Sdk;
import app.rostrum.testing.TcpProxy;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The official Sync SDKs while time passes, networks fail and the server dies. These take seconds
 * each, so all versions go through a scenario at the same time, each with a cloud of its own.
 */
@Tag("conformance")
@Timeout(180)
class SyncFaultsConformanceTest {
  private static final Map<String, Map<Sdk, CompletableFuture<Void>>> UNDER_WAY =
      new ConcurrentHashMap<>();
  private static final Duration LONG = Duration.ofSeconds(60);
  @TempDir private static Path folder;

  /** Tests that all versions of the SDK go through. */
  private interface Scenario {
    void run(Sdk sdk) throws Exception;
  }

  /**
   * Starts the scenario for all versions at once, and waits for one of them. One that failed is
   * started anew when it is tried again.
   */
  private static void together(Sdk which, String name, Scenario scenario) throws Exception {
    var underWay =
        UNDER_WAY.computeIfAbsent(
            name,
            n ->
                Stream.of(Sdk.SYNC_4_0, Sdk.SYNC_3_3, Sdk.SYNC_3_1)
                    .collect(Collectors.toMap(Function.identity(), sdk -> start(scenario, sdk))));
    boolean passed = false;
    try {
      requireNonNull(underWay.get(which)).get(120, TimeUnit.SECONDS);
      passed = true;
    } finally {
      if (!passed) {
        UNDER_WAY.remove(name);
      }
    }
  }

  private static CompletableFuture<Void> start(Scenario scenario, Sdk sdk) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            scenario.run(sdk);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofVirtual().name("judge " + sdk).start(task));
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static String service(SyncCloud cloud) {
    return cloud
        .json(
            "POST",
            "/Services",
            "WebhookUrl",
            "http://backend.test/sync-webhook",
            "ReachabilityWebhooksEnabled",
            "true",
            "ReachabilityDebouncingEnabled",
            "true",
            "ReachabilityDebouncingWindow",
            "1000")
        .get("sid")
        .getAsString();
  }

  private static NodeSync connect(Sdk sdk, int port, String service) throws Exception {
    var node = new NodeSync(sdk.module());
    node.call(
        "connect",
        "uri",
        "ws://127.0.0.1:" + port + TwilsockEndpoint.PATH,
        "token",
        SyncCloud.token("ann", service));
    return node;
  }

  private static void connect(NodeSync node, SyncCloud cloud, String token) throws Exception {
    node.call("connect", "uri", cloud.twilsock(), "token", token);
  }

  private static void awaitSubscribers(HostedObject object, int count) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(object.fanout.subscriptions()).hasSizeGreaterThanOrEqualTo(count));
  }

  @Capability("an announced restart: back by itself, with what was missed")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void comesBackAfterARestartThatWasAnnounced(Sdk sdk) throws Exception {
    together(sdk, "restart", SyncFaultsConformanceTest::restartAnnounced);
  }

  private static void restartAnnounced(Sdk sdk) throws Exception {
    Path file = folder.resolve("restart-" + sdk + ".db");
    String service;
    int port;
    SyncCloud first = SyncCloud.on(file, 0, Duration.ofSeconds(20));
    try (var node = new NodeSync(sdk.module())) {
      try (first) {
        service = service(first);
        port = first.port();
        first.json("POST", "/Services/" + service + "/Maps", "UniqueName", "hands");
        connect(node, first, SyncCloud.token("ann", service));
        node.call("map", "name", "hands", "mode", "open_existing");
        awaitSubscribers(first.services.service(service).map("hands"), 1);
        first.endpoint.announceRestart(Duration.ofSeconds(1));
        await().atMost(LONG).until(() -> first.endpoint.connectionCount() == 0);
      }
      try (SyncCloud second = SyncCloud.on(file, port, Duration.ofSeconds(20))) {
        second.json(
            "POST", "/Services/" + service + "/Maps/hands/Items", "Key", "bob", "Data", "{}");
        await()
            .atMost(LONG)
            .untilAsserted(
                () -> assertThat(node.words("hands")).containsExactly("itemAdded bob {}"));
        assertThat(node.events).noneMatch(event -> event.toString().contains("\"terminal\":true"));
      }
    }
  }

  @Capability("time to live of items and objects")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void whatExpiresIsToldAsRemoved(Sdk which) throws Exception {
    together(
        which,
        "ttl",
        sdk -> {
          try (SyncCloud cloud = SyncCloud.inMemory()) {
            String service = service(cloud);
            try (NodeSync node = connect(sdk, cloud.port(), service);
                NodeSync other = connect(sdk, cloud.port(), service)) {
              HostedService hosted = cloud.services.service(service);
              for (NodeSync each : List.of(node, other)) {
                for (String kind : List.of("map", "list", "document", "stream")) {
                  each.call(kind, "name", kind + "s");
                }
                each.call("map", "name", "items");
                each.call("list", "name", "more items");
              }
              for (HostedObject object :
                  List.of(
                      hosted.map("items"), hosted.list("more items"), hosted.stream("streams"))) {
                awaitSubscribers(object, 2);
              }
              node.call("set", "map", "items", "key", "a", "data", json("{}"), "ttl", 1);
              node.call("set", "map", "items", "key", "b", "data", json("{}"), "ttl", 100);
              node.call("set", "map", "items", "key", "c", "data", json("{}"));
              node.call("setItemTtl", "map", "items", "key", "c", "ttl", 1);
              node.call("push", "list", "more items", "data", json("{}"), "ttl", 1);
              for (String name : List.of("maps", "lists", "documents", "streams")) {
                node.call("setTtl", "name", name, "ttl", 1);
              }
              await()
                  .atMost(LONG)
                  .untilAsserted(
                      () -> {
                        assertThat(other.words("items"))
                            .contains("itemRemoved a", "itemRemoved c")
                            .doesNotContain("itemRemoved b");
                        assertThat(other.words("more items")).endsWith("itemRemoved 0");
                        for (String name : List.of("maps", "lists", "documents", "streams")) {
                          assertThat(other.words(name)).as(name).endsWith("removed");
                        }
                      });
            }
          }
        });
  }

  @Capability("long absence: told to open afresh when removals are forgotten")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void whoWasAwayForTooLongOpensAfresh(Sdk which) throws Exception {
    together(
        which,
        "absence",
        sdk -> {
          try (SyncCloud cloud = SyncCloud.inMemory();
              var proxy = new TcpProxy(cloud.port())) {
            String service = service(cloud);
            HostedMap map =
                cloud.services.service(service).createMap(Caller.BACKEND, "viewers", null);
            HostedMap other = cloud.services.service(service).createMap(Caller.BACKEND, "m", null);
            map.create(Caller.BACKEND, "stays", json("{}"), null);
            map.create(Caller.BACKEND, "goes", json("{}"), null);
            other.create(Caller.BACKEND, "goes", json("{}"), null);
            try (NodeSync node = connect(sdk, proxy.port(), service)) {
              node.call("map", "name", "viewers");
              node.call("map", "name", "m");
              awaitSubscribers(map, 1);
              awaitSubscribers(other, 1);
              cloud.dropSockets();
              proxy.freeze();
              other.remove(Caller.BACKEND, "goes", null);
              map.remove(Caller.BACKEND, "goes", null);
              for (int i = 0; i <= Limits.FEW_TOMBSTONES; i++) {
                map.create(Caller.BACKEND, "k", json("{}"), null);
                map.remove(Caller.BACKEND, "k", null);
                map.create(Caller.BACKEND, "k" + i, json("{}"), null);
                map.remove(Caller.BACKEND, "k" + i, null);
              }
              proxy.thaw();
              await()
                  .atMost(LONG)
                  .untilAsserted(
                      () -> {
                        assertThat(node.words("viewers")).containsExactly("removed");
                        assertThat(node.words("m")).containsExactly("itemRemoved goes");
                      });
              node.call("map", "name", "viewers");
              JsonObject all = node.call("walk", "map", "viewers", "order", "asc", "pageSize", 50);
              assertThat(all.getAsJsonArray("forward").toString()).isEqualTo("[\"stays\"]");
              awaitSubscribers(map, 1);
              map.create(Caller.BACKEND, "new", json("{}"), null);
              await()
                  .untilAsserted(
                      () -> assertThat(node.words("viewers")).endsWith("itemAdded new {}"));
            }
          }
        });
  }

  @Capability("server killed (SIGKILL) under a writer, reconnect storm: each change once, in order")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void nothingIsLostOrDoubledThoughTheServerDies(Sdk which) throws Exception {
    together(
        which,
        "killed",
        sdk -> {
          Path file = folder.resolve(sdk.name() + ".db");
          String service;
          try (SyncCloud cloud = SyncCloud.on(file, 0, Duration.ofSeconds(15))) {
            service = service(cloud);
            HostedService hosted = cloud.services.service(service);
            hosted.createList(Caller.BACKEND, "chat", null);
            hosted.createMap(Caller.BACKEND, "hands", null);
            hosted.createDocument(Caller.BACKEND, "paper", json("{}"), null);
          }
          var sure = new ArrayList<String>();
          try (var server = new KillableServer(SyncServer.class, file);
              var line = new TcpProxy(server.port());
              NodeSync watcher = connect(sdk, line.port(), service);
              NodeSync writer = connect(sdk, server.port(), service)) {
            for (NodeSync node : List.of(watcher, writer)) {
              node.call("list", "name", "chat");
              node.call("map", "name", "hands");
              node.call("document", "name", "paper");
            }
            // A change that both know of: from here on they are subscribed.
            writer.call("push", "list", "chat", "data", json("{\"n\":-1}"));
            writer.call("set", "map", "hands", "key", "first", "data", json("{}"));
            writer.call("setDocument", "name", "paper", "data", json("{\"n\":-1}"));
            await()
                .atMost(LONG)
                .untilAsserted(
                    () -> {
                      assertThat(watcher.words("chat")).hasSize(1);
                      assertThat(watcher.words("hands")).hasSize(1);
                      assertThat(watcher.words("paper")).hasSize(1);
                    });
            CompletableFuture<Void> killed = CompletableFuture.completedFuture(null);
            for (int n = 0; n < 60; n++) {
              if (n == 20) {
                killed = start(s -> server.killAndRestart(), sdk);
              } else if (n % 12 == 0) {
                line.dropAll();
              }
              String data = "{\"n\":" + n + "}";
              if (writer.accepts("push", "list", "chat", "data", json(data))) {
                sure.add(data);
              }
              boolean unused =
                  writer.accepts("set", "map", "hands", "key", "h" + n, "data", json("{}"));
            }
            killed.get(60, TimeUnit.SECONDS);
            writer.call("setDocument", "name", "paper", "data", json("{\"end\":1}"));
            writer.call("push", "list", "chat", "data", json("{\"n\":60}"));
            await()
                .atMost(LONG)
                .untilAsserted(
                    () -> {
                      assertThat(watcher.words("chat").getLast()).endsWith(" {\"n\":60}");
                      assertThat(watcher.words("chat")).isEqualTo(writer.words("chat"));
                      assertThat(watcher.words("hands")).isEqualTo(writer.words("hands"));
                      assertThat(watcher.words("paper")).endsWith("updated {\"end\":1}");
                    });
            assertThat(sure).hasSizeGreaterThan(40);
            assertThat(watcher.words("hands")).doesNotHaveDuplicates();
            assertThat(watcher.words("chat").stream().map(word -> word.split(" ", 3)[2]).toList())
                .doesNotHaveDuplicates()
                .containsSubsequence(sure);
            // The index goes on where it was, without a gap.
            JsonObject kept = writer.call("walk", "map", "chat", "order", "asc", "pageSize", 50);
            assertThat(kept.getAsJsonArray("forward").asList().stream().map(JsonElement::getAsInt))
                .containsExactlyElementsOf(
                    IntStream.range(0, watcher.words("chat").size()).boxed().toList());
          }
        });
  }

  @Capability("reachability: a closed lid is missed, one tab of two is not")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void whoVanishesWithoutAWordIsMissed(Sdk which) throws Exception {
    together(
        which,
        "reachability",
        sdk -> {
          // Pings come every 0.3 s here, every 5 s in earnest.
          Duration ping = Duration.ofMillis(300);
          try (SyncCloud cloud = SyncCloud.pinging(ping);
              var lid = new TcpProxy(cloud.port())) {
            String service = service(cloud);
            try (NodeSync tab = connect(sdk, cloud.port(), service);
                NodeSync laptop = connect(sdk, lid.port(), service)) {
              tab.call("map", "name", "m");
              laptop.call("map", "name", "m");
              awaitTold(cloud, "endpoint_connected");
              tab.call("shutdown");
              // One of two has gone: longer than the window, nobody is missed.
              await().during(Duration.ofMillis(1500)).until(() -> told(cloud).size() == 1);
              lid.freeze();
              long frozen = System.nanoTime();
              awaitTold(cloud, "endpoint_connected", "endpoint_disconnected");
              assertThat(Duration.ofNanos(System.nanoTime() - frozen))
                  .isLessThan(ping.multipliedBy(4).plusMillis(1000 + 1500));
              // The lid opens: the SDK finds its socket dead and comes back by itself.
              lid.dropAll();
              lid.thaw();
              awaitTold(cloud, "endpoint_connected", "endpoint_disconnected", "endpoint_connected");
              laptop.call("shutdown");
              awaitTold(
                  cloud,
                  "endpoint_connected",
                  "endpoint_disconnected",
                  "endpoint_connected",
                  "endpoint_disconnected");
            }
          }
        });
  }

  @Capability("expired token, revived")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void anExpiredTokenIsToldAndAFreshOneRevives(Sdk which) throws Exception {
    together(
        which,
        "expiry",
        sdk -> {
          try (SyncCloud cloud = SyncCloud.inMemory();
              var node = new NodeSync(sdk.module())) {
            String service = service(cloud);
            HostedMap map =
                cloud.services.service(service).createMap(Caller.BACKEND, "speakers", null);
            connect(node, cloud, SyncCloud.token("ann", service, Instant.now().plusSeconds(15)));
            node.call("map", "name", "speakers", "mode", "open_existing");
            await()
                .atMost(LONG)
                .untilAsserted(
                    () -> assertThat(node.connection()).contains("tokenExpired", "denied"));
            assertThat(node.connection()).contains("tokenAboutToExpire");
            map.create(Caller.BACKEND, "meanwhile", json("{}"), null);
            node.call("updateToken", "token", SyncCloud.token("ann", service));
            await()
                .atMost(LONG)
                .untilAsserted(
                    () ->
                        assertThat(node.words("speakers"))
                            .containsExactly("itemAdded meanwhile {}"));
            assertThat(node.connection()).endsWith("connected");
          }
        });
  }

  @Capability("token renewed in time")
  @ParameterizedTest
  @EnumSource(
      value = Sdk.class,
      names = {"SYNC_4_0", "SYNC_3_3", "SYNC_3_1"})
  void aTokenRenewedInTimeKeepsTheConnection(Sdk which) throws Exception {
    together(
        which,
        "renewal",
        sdk -> {
          try (SyncCloud cloud = SyncCloud.inMemory();
              var node = new NodeSync(sdk.module())) {
            String service = service(cloud);
            HostedMap map =
                cloud.services.service(service).createMap(Caller.BACKEND, "speakers", null);
            connect(node, cloud, SyncCloud.token("ann", service, Instant.now().plusSeconds(15)));
            node.call("map", "name", "speakers", "mode", "open_existing");
            await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(node.connection()).contains("tokenAboutToExpire"));
            node.call("updateToken", "token", SyncCloud.token("ann", service));
            await()
                .during(Duration.ofSeconds(4))
                .atMost(LONG)
                .until(() -> !node.connection().contains("denied"));
            assertThat(node.connection()).doesNotContain("tokenExpired");
            map.create(Caller.BACKEND, "bob", json("{}"), null);
            await()
                .untilAsserted(
                    () -> assertThat(node.words("speakers")).containsExactly("itemAdded bob {}"));
          }
        });
  }

  private static List<String> told(SyncCloud cloud) {
    return cloud.webhooks.stream().map(form -> form.get("EventType")).toList();
  }

  private static void awaitTold(SyncCloud cloud, String... events) {
    await().atMost(LONG).untilAsserted(() -> assertThat(told(cloud)).containsExactly(events));
  }
}
