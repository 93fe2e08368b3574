package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static app.rostrum.cloud.sync.ServiceOnClock.dataOf;
import static app.rostrum.cloud.sync.ServiceOnClock.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of Sync: the last value that is allowed, and the first that is not. */
class LimitsTest {
  private static final Caller BACKEND = Caller.BACKEND;
  private static final Caller ANN = Caller.client("ann");
  private static final String SID_DIGITS = "0123456789abcdef0123456789abcdef";

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);

  @AfterEach
  void close() {
    on.close();
  }

  private HostedDocument document() {
    return (HostedDocument) on.create(ObjectKind.DOCUMENT, BACKEND, null, null);
  }

  private HostedMap map() {
    return (HostedMap) on.create(ObjectKind.MAP, BACKEND, null, null);
  }

  private HostedList list() {
    return (HostedList) on.create(ObjectKind.LIST, BACKEND, null, null);
  }

  /** A write of data and of a time to live; returns when what was written expires. */
  private interface Write {
    @Nullable Instant run(LimitsTest on, JsonObject data, @Nullable Integer ttl);
  }

  private record Named(String name, Write write) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> writesOfData() {
    return Stream.concat(
        writesOfDataAndTtl(),
        Stream.of(
            new Named(
                "update context",
                (t, data, ttl) -> t.list().updateContext(BACKEND, data).expires())));
  }

  static Stream<Named> writesOfDataAndTtl() {
    return Stream.of(
        new Named(
            "create document",
            (t, data, ttl) ->
                t.on.service.createDocument(BACKEND, null, data, ttl).state().expires()),
        new Named(
            "update document",
            (t, data, ttl) -> t.document().update(BACKEND, data, null, ttl).expires()),
        new Named(
            "create list",
            (t, data, ttl) -> t.on.service.createList(BACKEND, null, data, ttl).state().expires()),
        new Named(
            "append to list", (t, data, ttl) -> t.list().append(BACKEND, data, ttl).expires()),
        new Named(
            "update list item",
            (t, data, ttl) -> t.list().update(BACKEND, 0L, data, null, ttl).expires()),
        new Named(
            "put new map item",
            (t, data, ttl) -> t.map().put(BACKEND, "b", data, null, ttl).item().expires()),
        new Named(
            "put old map item",
            (t, data, ttl) -> t.map().put(BACKEND, "a", data, null, ttl).item().expires()),
        new Named(
            "create map item", (t, data, ttl) -> t.map().create(BACKEND, "b", data, ttl).expires()),
        new Named(
            "update map item",
            (t, data, ttl) -> t.map().update(BACKEND, "a", data, null, ttl).expires()));
  }

  static Stream<Named> writesOfTtl() {
    return Stream.concat(
        writesOfDataAndTtl(),
        Stream.of(
            new Named(
                "create map",
                (t, data, ttl) -> t.on.service.createMap(BACKEND, null, ttl).state().expires()),
            new Named(
                "create stream",
                (t, data, ttl) -> t.on.service.createStream(BACKEND, null, ttl).state().expires()),
            new Named(
                "expire document",
                (t, data, ttl) -> t.document().update(BACKEND, null, null, ttl).expires())));
  }

  @ParameterizedTest
  @MethodSource("writesOfData")
  void dataHasAtMost16KibInUtf8(Named write) {
    write.write().run(this, dataOf(16 * 1024), null);
    refused(() -> write.write().run(this, dataOf(16 * 1024 + 1), null), 413, 54006);
    var wide = new JsonObject();
    wide.addProperty("x", "é".repeat(8 * 1024 - 4));
    write.write().run(this, wide, null);
    wide.addProperty("x", "é".repeat(8 * 1024 - 3));
    refused(() -> write.write().run(this, wide, null), 413, 54006);
  }

  @Test
  void aMessageHasAtMost4Kib() {
    HostedStream stream = on.service.createStream(BACKEND, null, null);
    stream.publish(BACKEND, dataOf(4096));
    refused(() -> stream.publish(BACKEND, dataOf(4097)), 413, 54006);
    assertThat(stream.state().lastEventId()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("writesOfTtl")
  void aTimeToLiveIsUpToAYearAndZeroIsForEver(Named write) {
    Instant now = on.clock.instant();
    assertThat(write.write().run(this, data(1), null)).isNull();
    assertThat(write.write().run(this, data(1), 0)).isNull();
    assertThat(write.write().run(this, data(1), 1)).isEqualTo(now.plusSeconds(1));
    assertThat(write.write().run(this, data(1), 31_536_000)).isEqualTo(now.plusSeconds(31_536_000));
    refused(() -> write.write().run(this, data(1), -1), 400, 54011);
    refused(() -> write.write().run(this, data(1), 31_536_001), 400, 54011);
  }

  @Test
  void aWriteWithoutATimeToLiveKeepsTheOneThereIs() {
    HostedMap map = map();
    Instant then = on.clock.instant().plusSeconds(10);
    map.put(BACKEND, "a", data(1), null, 10);
    on.clock.advance(Duration.ofSeconds(1));
    assertThat(map.put(BACKEND, "a", data(2), null, null).item().expires()).isEqualTo(then);
    assertThat(map.update(BACKEND, "a", data(3), null, null).expires()).isEqualTo(then);
    assertThat(map.update(BACKEND, "a", null, null, 0).data()).isEqualTo(data(3));
    assertThat(map.item(BACKEND, "a").expires()).isNull();
    HostedDocument document = document();
    document.update(BACKEND, null, null, 9);
    assertThat(document.update(BACKEND, data(1), null, null).expires()).isEqualTo(then);
    assertThat(document.update(BACKEND, null, null, 0).expires()).isNull();
    assertThat(document.state().data()).isEqualTo(data(1));
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void aNameHas1To320CharactersAndIsNoSid(ObjectKind kind) {
    for (String good :
        List.of("n", "n".repeat(320), "MP" + SID_DIGITS.substring(1), "mp" + SID_DIGITS)) {
      assertThat(on.create(kind, BACKEND, good, null).uniqueName()).isEqualTo(good);
      assertThat(on.find(kind, good).uniqueName()).isEqualTo(good);
    }
    for (String bad : List.of("", "n".repeat(321), "MP" + SID_DIGITS)) {
      refused(() -> on.create(kind, BACKEND, bad, null), 400, 54302);
    }
    refused(() -> on.create(kind, BACKEND, "n", null), 409, 54301);
    // A refused creation leaves no lock behind.
    assertThat(on.create(kind, BACKEND, null, null).uniqueName()).isNull();
  }

  @Test
  void aKeyHas1To320Characters() {
    HostedMap map = map();
    map.put(BACKEND, "k".repeat(320), data(1), null, null);
    map.create(BACKEND, "l".repeat(320), data(1), null);
    for (String bad : List.of("", "k".repeat(321))) {
      refused(() -> map.put(BACKEND, bad, data(1), null, null), 400, 54211);
      refused(() -> map.create(BACKEND, bad, data(1), null), 400, 54211);
    }
    refused(() -> map.create(BACKEND, "a", data(1), null), 409, 54208);
    assertThat(map.count()).isEqualTo(3);
    assertThat(map.lock.isLocked()).isFalse();
  }

  @Test
  void anIdentityHas1To320Characters() {
    HostedMap map = map();
    map.permit("i", Permission.ALL);
    map.permit("i".repeat(320), Permission.ALL);
    refused(() -> map.permit("", Permission.ALL), 400, 20001);
    refused(() -> map.permit("i".repeat(321), Permission.ALL), 400, 20001);
  }

  /** Counts how often something succeeds before it is refused as too often. */
  private static int timesUntilRefused(IntConsumer action) {
    var times = new ArrayList<Integer>();
    refused(
        () -> {
          for (int i = 0; i < 1000; i++) {
            action.accept(i);
            times.add(i);
          }
        },
        429,
        54009);
    return times.size();
  }

  private void refills(IntConsumer action, int burst, Duration each) {
    assertThat(timesUntilRefused(action)).isEqualTo(burst);
    on.clock.advance(each);
    assertThat(timesUntilRefused(action)).isEqualTo(1);
    on.clock.advance(Duration.ofHours(1));
    assertThat(timesUntilRefused(action)).isEqualTo(burst);
  }

  @Test
  void clientsWriteToAnObject20TimesASecondInBurstsOf200() {
    HostedMap map = map();
    // All clients together: an object has one rate.
    refills(
        i -> map.put(Caller.client("ann" + i % 2), "a", data(i), null, null),
        200,
        Duration.ofMillis(50));
    map.put(BACKEND, "a", data(0), null, null);
    HostedDocument document = document();
    refills(i -> document.update(ANN, data(i), null, null), 200, Duration.ofMillis(50));
    document.update(ANN, null, null, 9);
  }

  @Test
  void everybodyPublishes30TimesASecondInBurstsOf300() {
    HostedStream stream = on.service.createStream(BACKEND, null, null);
    refills(i -> stream.publish(i % 2 == 0 ? BACKEND : ANN, data(i)), 300, Duration.ofMillis(34));
    assertThat(stream.lock.isLocked()).isFalse();
  }

  @Test
  void aCollectionHolds100000Items() {
    HostedMap map = map();
    CollectionItem<String> item = map.item(BACKEND, "a");
    for (int i = 2; i < 100_000; i++) {
      map.load(
          new CollectionItem<>(
              "k" + i, i, i, item.data(), item.created(), item.created(), null, "ann", false));
    }
    map.create(BACKEND, "last", data(1), null);
    refused(() -> map.create(BACKEND, "more", data(1), null), 429, 54009);
    refused(() -> map.put(BACKEND, "more", data(1), null, null), 429, 54009);
    map.put(BACKEND, "last", data(2), null, null);
    map.remove(BACKEND, "last", null);
    map.create(BACKEND, "more", data(1), null);
    assertThat(map.count()).isEqualTo(100_000);
  }

  @Test
  void aCollectionRemembers1000RemovalsAndOneMoreForEachItemUpTo10000() {
    assertThat(Limits.tombstones(0)).isEqualTo(1_000);
    assertThat(Limits.tombstones(8_999)).isEqualTo(9_999);
    assertThat(Limits.tombstones(9_001)).isEqualTo(10_000);
  }

  @Test
  void anObjectHas150000Permissions() {
    HostedMap map = map();
    for (int i = 1; i < 150_000; i++) {
      map.loadPermission("i" + i, Permission.ALL);
    }
    map.permit("last", Permission.ALL);
    refused(() -> map.permit("more", Permission.ALL), 429, 54009);
    map.permit("last", Permission.NONE);
    assertThat(map.forbid("i1")).isTrue();
    map.permit("more", Permission.ALL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServiceHas150000ObjectsUnlessAProductOwnsIt(boolean owned) {
    on.store.define(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 149999)
        INSERT INTO sync_objects SELECT 'ET' || i, '%s', 'document', NULL, 'ann', 0, 0, NULL, 0, -1,
          -1, '{}' FROM n
        """
            .formatted(on.service.sid()));
    on.restart(Duration.ZERO);
    if (owned) {
      on.service.restrictClients((identity, name) -> false);
    }
    on.service.createMap(BACKEND, "last", null);
    if (owned) {
      on.service.createMap(BACKEND, "more", null);
    } else {
      refused(() -> on.service.createMap(BACKEND, "more", null), 429, 54009);
      on.service.remove(BACKEND, on.service.map("last"));
      on.service.createMap(BACKEND, "more", null);
    }
  }

  @Test
  void thereAre1000ServicesWithThoseOfProducts() {
    on.services.productService("ip_messaging", "IS1");
    for (int i = 2; i < 1000; i++) {
      on.services.create(ServiceSettings.DEFAULTS);
    }
    refused(() -> on.services.create(ServiceSettings.DEFAULTS), 429, 54009);
    refused(() -> on.services.find(SyncServices.DEFAULT), 429, 54009);
    on.services.delete(on.service.sid());
    on.services.create(ServiceSettings.DEFAULTS);
  }

  @Test
  void aConnectionHas1000Subscriptions() {
    var ann = new RecordedConnection("ann");
    on.service.subscriptions().connected(ann);
    HostedMap first = map();
    ann.establish(on.service, first, null);
    for (int i = 1; i < 1000; i++) {
      ann.establish(on.service, on.service.createDocument(BACKEND, null, data(1), null), null);
    }
    HostedDocument more = document();
    ann.establish(on.service, more, null);
    assertThat(ann.words()).contains("subscription_failed 429 54009");
    assertThat(more.fanout.subscriptions()).isEmpty();
    // One that there is may be renewed, and one that is canceled makes room.
    ann.establish(on.service, first, null);
    ann.request(on.service, false, first.sid(), "map", null);
    ann.establish(on.service, more, null);
    assertThat(more.fanout.subscriptions()).hasSize(1);
    assertThat(first.fanout.subscriptions()).isEmpty();
    assertThat(ann.words()).containsOnlyOnce("subscription_failed 429 54009");
  }
}
