package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static app.rostrum.cloud.sync.ServiceOnClock.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects and items whose time to live ends, whether or not somebody looks. */
class ExpiryTest {
  private static final Caller BACKEND = Caller.BACKEND;

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);
  private final RecordedConnection ann = new RecordedConnection("ann");

  @AfterEach
  void close() {
    on.close();
  }

  private List<? extends HostedObject> all(ObjectKind kind) {
    return switch (kind) {
      case DOCUMENT -> on.service.documents();
      case LIST -> on.service.lists();
      case MAP -> on.service.maps();
      case STREAM -> on.service.streams();
    };
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void anObjectIsThereUpToItsLastMillisecond(ObjectKind kind) {
    HostedObject byName = on.create(kind, BACKEND, "o", 10);
    HostedObject listed = on.create(kind, BACKEND, null, 10);
    HostedObject kept = on.create(kind, BACKEND, null, 11);
    on.clock.advance(Duration.ofMillis(9_999));
    assertThat(on.find(kind, "o")).isSameAs(byName);
    assertThat(all(kind)).hasSize(3);
    on.clock.advance(Duration.ofMillis(1));
    refused(() -> on.find(kind, "o"), 404, kind.missing().code());
    refused(() -> byName.state(BACKEND), 404, kind.missing().code());
    assertThat(all(kind)).hasSize(1).first().isSameAs(kept);
    refused(() -> listed.state(BACKEND), 404, kind.missing().code());
    assertThat(on.create(kind, BACKEND, "o", null)).isNotSameAs(byName);
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void aNameIsFreeAsSoonAsItsObjectHasExpired(ObjectKind kind) {
    HostedObject old = on.create(kind, BACKEND, "o", 10);
    on.clock.advance(Duration.ofSeconds(10));
    HostedObject next = on.create(kind, BACKEND, "o", null);
    assertThat(on.find(kind, "o")).isSameAs(next);
    refused(() -> old.state(BACKEND), 404, kind.missing().code());
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void subscribersHearOfAnExpiryWithinASecondThoughNobodyAsks(ObjectKind kind) {
    on.service.subscriptions().connected(ann);
    HostedObject object = on.create(kind, BACKEND, "o", 10);
    long newest = object.state().lastEventId();
    ann.establish(on.service, object, null);
    on.pass(Duration.ofSeconds(9));
    ann.hears("subscription_established " + newest);
    on.pass(Duration.ofSeconds(1));
    ann.hears("subscription_established " + newest, kind.type() + "_removed " + (newest + 1));
    ann.establish(on.service, object, null);
    assertThat(ann.words())
        .hasSize(3)
        .last()
        .isEqualTo("subscription_failed 404 " + kind.missing().code());
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void anExpiredObjectCannotBeSubscribedToBeforeItIsSwept(ObjectKind kind) {
    on.service.subscriptions().connected(ann);
    HostedObject object = on.create(kind, BACKEND, "o", 10);
    on.clock.advance(Duration.ofSeconds(10));
    ann.establish(on.service, object, null);
    ann.hears("subscription_failed 404 " + kind.missing().code());
  }

  @Test
  void itemsExpireOneByOneInTheSweep() {
    on.service.subscriptions().connected(ann);
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    map.put(BACKEND, "late", data(1), null, 3);
    map.put(BACKEND, "soon", data(2), null, 1);
    map.put(BACKEND, "never", data(3), null, 0);
    ann.establish(on.service, map, null);
    on.pass(Duration.ofMillis(999));
    assertThat(map.state().lastEventId()).isEqualTo(4);
    on.pass(Duration.ofMillis(1));
    assertThat(map.state().lastEventId()).isEqualTo(5);
    on.pass(Duration.ofSeconds(1));
    assertThat(map.state().lastEventId()).isEqualTo(5);
    on.pass(Duration.ofSeconds(1));
    ann.hears("subscription_established 4", "map_item_removed 5", "map_item_removed 6");
    assertThat(ann.heard.get(1).events().getFirst().get("item_data")).isEqualTo(data(2));
    assertThat(map.items()).extracting(CollectionItem::position).containsExactly("a", "never");
    assertThat(map.lock.isLocked()).isFalse();
  }

  @Test
  void theSweepWaitsForWhoeverIsWriting() {
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    map.put(BACKEND, "soon", data(1), null, 1);
    on.clock.advance(Duration.ofSeconds(1));
    map.lock.lock();
    Thread sweep = Thread.startVirtualThread(on.service::removeExpired);
    try {
      await().until(() -> map.lock.hasQueuedThread(sweep));
    } finally {
      map.lock.unlock();
    }
    await().until(() -> !sweep.isAlive());
    assertThat(map.state().lastEventId()).isEqualTo(3);
  }

  @Test
  void aWriteMayPutOffAnExpiryBringItForwardOrCallItOff() {
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    for (String key : List.of("off", "forward", "called")) {
      map.put(BACKEND, key, data(1), null, 10);
    }
    map.update(BACKEND, "off", null, null, 20);
    map.update(BACKEND, "forward", null, null, 5);
    map.update(BACKEND, "called", null, null, 0);
    on.pass(Duration.ofSeconds(5));
    assertThat(map.items())
        .extracting(CollectionItem::position)
        .containsExactly("a", "called", "off");
    on.pass(Duration.ofSeconds(14));
    assertThat(map.count()).isEqualTo(3);
    on.pass(Duration.ofSeconds(1));
    assertThat(map.items()).extracting(CollectionItem::position).containsExactly("a", "called");
  }

  @Test
  void anExpiredItemIsGoneForEveryRequestBeforeItIsSwept() {
    for (int i = 0; i < 7; i++) {
      var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o" + i, null);
      map.put(BACKEND, "a", data(1), null, 10);
    }
    on.clock.advance(Duration.ofSeconds(10));
    refused(() -> on.service.map("o0").item(BACKEND, "a"), 404, 54201);
    refused(() -> on.service.map("o1").update(BACKEND, "a", data(2), null, null), 404, 54201);
    refused(() -> on.service.map("o2").remove(BACKEND, "a", null), 404, 54201);
    assertThat(on.service.map("o3").put(BACKEND, "a", data(2), "-1", null).created()).isTrue();
    assertThat(on.service.map("o4").create(BACKEND, "a", data(2), null).expires()).isNull();
    assertThat(on.service.map("o5").count()).isZero();
    assertThat(on.service.map("o6").items()).isEmpty();
    HostedMap swept = on.service.map("o0");
    assertThat(swept.lock.isLocked()).isFalse();
  }

  @Test
  void aTimeToLiveOutlivesARestart() {
    on.create(ObjectKind.MAP, BACKEND, "short", 10);
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "long", 30);
    map.put(BACKEND, "a", data(1), null, 10);
    map.updateTtl(BACKEND, 20);
    on.restart(Duration.ZERO);
    assertThat(on.service.map("long").count()).isEqualTo(1);
    on.pass(Duration.ofSeconds(10));
    refused(() -> on.service.map("short"), 404, 54200);
    assertThat(on.service.map("long").state().lastEventId()).isEqualTo(3);
    on.pass(Duration.ofSeconds(10));
    refused(() -> on.service.map("long"), 404, 54200);
  }
}
