package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.refused;
import static app.rostrum.cloud.sync.ServiceOnClock.reporting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services and objects as the store holds them: what a restart brings back, what goes for good. */
class StoredSyncTest {
  private static final List<String> TABLES =
      List.of("sync_services", "sync_objects", "sync_items", "sync_permissions", "sync_reachable");

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);

  @AfterEach
  void close() {
    on.close();
  }

  /** Counts the rows of all tables of Sync, in their order. */
  private List<Integer> rows() {
    return on.store.transaction(
        c -> {
          var counts = new ArrayList<Integer>();
          for (String table : TABLES) {
            try (var statement = c.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + table)) {
              result.next();
              counts.add(result.getInt(1));
            }
          }
          return counts;
        });
  }

  private void fill() {
    for (ObjectKind kind : ObjectKind.values()) {
      on.create(kind, Caller.client("ann"), "o", 100);
    }
    on.service.reachability().connected("ann", "CO1", "EP1");
  }

  @Test
  void theDeletionOfAServiceOrAnObjectTakesItsRowsAndNoOthers() {
    HostedService kept = on.service;
    fill();
    List<Integer> before = rows();
    assertThat(before).containsExactly(1, 4, 2, 4, 1);
    on.service = on.services.create(ServiceSettings.DEFAULTS);
    fill();
    assertThat(rows()).containsExactly(2, 8, 4, 8, 2);
    on.service.remove(Caller.client("ann"), on.service.map("o"));
    assertThat(rows()).containsExactly(2, 7, 3, 7, 2);
    on.service.remove(Caller.BACKEND, on.service.document("o"));
    assertThat(rows()).containsExactly(2, 6, 3, 6, 2);
    on.services.delete(on.service.sid());
    assertThat(rows()).isEqualTo(before);
    on.service = kept;
    on.restart(Duration.ZERO);
    assertThat(on.services.services()).hasSize(1);
    assertThat(on.service.map("o").count()).isEqualTo(1);
  }

  @Test
  void whatIsWrittenOneByOneIsCommittedTogether() {
    HostedMap map = on.service.createMap(Caller.BACKEND, "m", null);
    on.store.sync();
    long before = commits();
    HostedDocument document =
        on.service.createDocument(Caller.BACKEND, "d", new JsonObject(), null);
    document.permit("ann", new Permission(true, false, false));
    map.permit("ann", new Permission(true, false, false));
    map.put(Caller.BACKEND, "ann", new JsonObject(), null, null);
    map.forbid("bob");
    document.update(Caller.BACKEND, new JsonObject(), null, null);
    assertThat(commits()).isEqualTo(before);
    on.store.sync();
    assertThat(commits()).isEqualTo(before + 1);
  }

  @Test
  void whatNobodyWaitsForIsCommittedByTheNextSweep() {
    on.service.createMap(Caller.BACKEND, "m", null);
    long before = commits();
    on.services.removeExpired();
    assertThat(commits()).isEqualTo(before + 1);
  }

  private long commits() {
    return on.store.statistics().commits();
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void anObjectComesBackAsItWas(ObjectKind kind) {
    on.create(kind, Caller.client("ann"), null, null);
    on.clock.advance(Duration.ofSeconds(1));
    HostedObject object = on.create(kind, Caller.client("ann"), "o", 100);
    on.clock.advance(Duration.ofSeconds(1));
    object.updateTtl(Caller.BACKEND, 50);
    ObjectState state = object.state();
    List<?> items = object instanceof HostedCollection<?> c ? c.items() : List.of();
    on.restart(Duration.ZERO);
    HostedObject again = on.find(kind, "o");
    assertThat(again).isNotSameAs(object);
    assertThat(again.state()).isEqualTo(state);
    assertThat(again.type()).isEqualTo(kind.type());
    assertThat(again.permissions()).containsOnly(Map.entry("ann", Permission.ALL));
    assertThat(again instanceof HostedCollection<?> c ? c.items() : List.of()).isEqualTo(items);
    List<? extends HostedObject> all =
        switch (kind) {
          case DOCUMENT -> on.service.documents();
          case LIST -> on.service.lists();
          case MAP -> on.service.maps();
          case STREAM -> on.service.streams();
        };
    assertThat(all).extracting(HostedObject::uniqueName).containsExactly(null, "o");
  }

  @Test
  void removalsThatWereForgottenStayForgottenAfterARestart() {
    HostedMap map = on.service.createMap(Caller.BACKEND, "m", null);
    for (int i = 0; i <= Limits.FEW_TOMBSTONES; i++) {
      map.create(Caller.BACKEND, "k" + i, ServiceOnClock.data(i), null);
      map.remove(Caller.BACKEND, "k" + i, null);
    }
    // A change of nothing but the object's own row must not lose how far back it remembers.
    map.updateTtl(Caller.BACKEND, 100);
    on.restart(Duration.ZERO);
    HostedMap again = on.service.map("m");
    assertThat(again.eventsAfter(-1)).hasSize(Limits.FEW_TOMBSTONES);
    assertThat(again.canReplayFrom(1)).isFalse();
    assertThat(again.canReplayFrom(2)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServiceComesBackWithItsSettings(boolean flag) {
    var settings =
        new ServiceSettings(
            "named",
            flag ? reporting(true, Duration.ZERO).webhookUrl() : null,
            flag,
            !flag,
            !flag,
            flag,
            !flag,
            Duration.ofMillis(1_234));
    on.clock.advance(Duration.ofSeconds(1));
    on.service.update(settings);
    HostedService before = on.service;
    on.restart(Duration.ZERO);
    assertThat(on.service.settings()).isEqualTo(settings);
    assertThat(on.service.created()).isEqualTo(before.created());
    assertThat(on.service.updated()).isEqualTo(before.created().plusSeconds(1));
    assertThat(before.updated()).isEqualTo(on.service.updated());
  }

  @Test
  void theDefaultServiceIsMadeOnceAndServicesAreListedByAge() {
    on.clock.advance(Duration.ofSeconds(1));
    HostedService standard = on.services.service(SyncServices.DEFAULT);
    assertThat(on.services.service(SyncServices.DEFAULT)).isSameAs(standard);
    assertThat(standard.settings().friendlyName()).isEqualTo("Default Service");
    assertThat(standard.settings().aclEnabled()).isFalse();
    var byAge = new ArrayList<>(List.of(on.service, standard));
    for (int i = 0; i < 10; i++) {
      on.clock.advance(Duration.ofSeconds(1));
      byAge.add(on.services.create(ServiceSettings.DEFAULTS));
    }
    assertThat(on.services.services()).isEqualTo(byAge);
    on.restart(Duration.ZERO);
    assertThat(on.services.service(SyncServices.DEFAULT).sid()).isEqualTo(standard.sid());
    assertThat(on.services.service(SyncServices.DEFAULT).sid()).startsWith("IS").hasSize(34);
    on.services.delete(SyncServices.DEFAULT);
    assertThat(on.services.service(SyncServices.DEFAULT).sid()).isNotEqualTo(standard.sid());
    refused(() -> on.services.service("IS0"), 404, 54050);
    refused(() -> on.services.delete("IS0"), 404, 54050);
  }

  @Test
  void aDeletedServiceTakesNoChanges() {
    on.services.delete(on.service.sid());
    refused(() -> on.service.update(ServiceSettings.DEFAULTS), 404, 54050);
    refused(() -> on.service.createMap(Caller.BACKEND, null, null), 404, 54050);
    refused(on.service::delete, 404, 54050);
    assertThat(rows()).containsOnly(0);
  }

  @Test
  void aSweepThatMeetsADeletionStoresNothing() {
    HostedMap map = on.service.createMap(Caller.BACKEND, "m", null);
    map.create(Caller.BACKEND, "a", ServiceOnClock.data(1), 1);
    on.clock.advance(Duration.ofSeconds(1));
    map.lock.lock();
    Thread sweep = Thread.startVirtualThread(on.service::removeExpired);
    try {
      await().until(() -> map.lock.hasQueuedThread(sweep));
      on.service.remove(Caller.BACKEND, map);
    } finally {
      map.lock.unlock();
    }
    await().until(() -> !sweep.isAlive());
    assertThat(rows()).containsExactly(1, 0, 0, 0, 0);
  }

  @Test
  void objectsOfDifferentKindsMayShareAName() {
    for (ObjectKind kind : ObjectKind.values()) {
      HostedObject object = on.create(kind, Caller.BACKEND, "same", null);
      assertThat(on.find(kind, "same")).isSameAs(object);
    }
    assertThat(on.service.maps()).containsExactly(on.service.map("same"));
    String documentSid = on.service.document("same").sid();
    refused(() -> on.service.map(documentSid), 404, 54200);
    on.service.remove(Caller.BACKEND, on.service.document("same"));
    assertThat(on.service.map("same").count()).isEqualTo(1);
  }

  @Test
  void whatFailsOnOneThreadLocksNoOther() throws Exception {
    HostedMap map = on.service.createMap(Caller.BACKEND, "m", null);
    refused(() -> on.service.createMap(Caller.BACKEND, "m", null), 409, 54301);
    on.service.update(ServiceSettings.DEFAULTS);
    on.service.remove(Caller.BACKEND, map);
    refused(() -> on.services.delete("IS0"), 404, 54050);
    on.services.service(SyncServices.DEFAULT);
    on.services.productService("ip_messaging", "IS1");
    on.services.deleteProductService("ip_messaging", "IS1");
    on.services.deleteProductService("ip_messaging", "IS1");
    var other =
        Thread.ofVirtual()
            .start(
                () -> {
                  on.service.createMap(Caller.BACKEND, "m", null);
                  on.services.delete(on.service.sid());
                });
    await().until(() -> !other.isAlive());
    var late =
        Thread.ofVirtual()
            .start(() -> refused(() -> on.service.update(ServiceSettings.DEFAULTS), 404, 54050));
    await().until(() -> !late.isAlive());
    assertThat(on.services.services()).hasSize(1);
  }
}
