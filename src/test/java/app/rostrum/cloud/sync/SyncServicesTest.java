package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.testing.ManualClock;
import app.rostrum.wire.sync.SyncEvent;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects themselves, on a clock that stands still. */
class SyncServicesTest {
  private final ManualClock clock = new ManualClock();
  private Store store = Store.inMemory();
  private SyncServices services = open();
  private HostedService service = services.create(ServiceSettings.DEFAULTS);

  @AfterEach
  void close() {
    services.close();
    store.close();
  }

  private SyncServices open() {
    return new SyncServices(store, new Sids(new Random(1)), clock, (key, url, form) -> {}, "AC1");
  }

  private static JsonObject data(int n) {
    var json = new JsonObject();
    json.addProperty("n", n);
    return json;
  }

  private void refused(ThrowingCallable call, int code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void itemsExpireAndAreMissed() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    map.create(Caller.BACKEND, "short", data(1), 10);
    map.create(Caller.BACKEND, "long", data(1), 0);
    clock.advance(Duration.ofSeconds(9));
    assertThat(map.count()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(map.items()).extracting(CollectionItem::position).containsExactly("long");
    assertThat(map.eventsAfter(2))
        .singleElement()
        .isInstanceOfSatisfying(
            SyncEvent.ItemRemoved.class, e -> assertThat(e.key()).isEqualTo("short"));
    map.create(Caller.BACKEND, "short", data(2), null);
  }

  @Test
  void wholeObjectsExpireAndTheirNamesAreFreeAgain() {
    service.createMap(Caller.BACKEND, "m", 10);
    service.createDocument(Caller.BACKEND, "d", data(1), 10);
    clock.advance(Duration.ofSeconds(11));
    refused(() -> service.map("m"), 54200);
    refused(() -> service.document("d"), 54100);
    service.createMap(Caller.BACKEND, "m", null);
  }

  @Test
  void theLogKeepsTheNewestOfEveryKeyAndWhatIsGone() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    map.create(Caller.BACKEND, "a", data(1), null);
    map.create(Caller.BACKEND, "b", data(1), null);
    map.update(Caller.BACKEND, "a", data(2), null, null);
    map.remove(Caller.BACKEND, "b", null);
    map.create(Caller.BACKEND, "c", data(1), null);
    assertThat(map.eventsAfter(-1))
        .extracting(e -> e.type() + " " + e.id())
        .containsExactly("map_item_added 3", "map_item_removed 4", "map_item_added 5");
    assertThat(map.eventsAfter(1))
        .extracting(e -> e.type() + " " + e.id())
        .containsExactly("map_item_updated 3", "map_item_removed 4", "map_item_added 5");
  }

  @Test
  void timesOfArrivalRiseThoughTheClockStandsStillOrGoesBack() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    CollectionItem<String> first = map.create(Caller.BACKEND, "z", data(1), null);
    clock.advance(Duration.ofSeconds(-5));
    CollectionItem<String> second = map.create(Caller.BACKEND, "a", data(1), null);
    assertThat(second.created()).isAfter(first.created());
  }

  @Test
  void aRevisionIsNeverThatOfAnEarlierItemOfTheSameKey() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    String old = map.create(Caller.BACKEND, "a", data(1), null).revision();
    map.remove(Caller.BACKEND, "a", null);
    map.create(Caller.BACKEND, "a", data(2), null);
    refused(() -> map.update(Caller.BACKEND, "a", data(3), old, null), 54205);
    refused(() -> map.put(Caller.BACKEND, "a", data(3), "-1", null), 54205);
    assertThat(map.put(Caller.BACKEND, "b", data(3), "-1", null).created()).isTrue();
  }

  @Test
  void rightsAreAskedForOnlyWithAccessControl() {
    Caller ann = Caller.client("ann");
    HostedMap open = service.createMap(Caller.BACKEND, "open", null);
    open.create(ann, "a", data(1), null);
    var settings = ServiceSettings.DEFAULTS;
    service.update(
        new ServiceSettings(
            "", null, false, true, true, false, false, settings.reachabilityDebouncingWindow()));
    refused(() -> open.items(ann, null, true, false, 10), 54007);
    refused(() -> open.create(ann, "b", data(1), null), 54007);
    refused(() -> service.remove(ann, open), 54007);
    open.permit("ann", new Permission(true, false, false));
    assertThat(open.items(ann, null, true, false, 10)).hasSize(1);
    refused(() -> open.create(ann, "b", data(1), null), 54007);
    open.permit("ann", new Permission(true, true, false));
    open.create(ann, "b", data(1), null);
    refused(() -> open.updateTtl(ann, 5), 54007);
    HostedMap own = service.createMap(ann, "own", null);
    own.create(ann, "a", data(1), null);
    refused(() -> own.items(Caller.client("bob"), null, true, false, 10), 54007);
    service.remove(ann, own);
  }

  @Test
  void nothingIsWrittenToWhatIsGone() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    HostedDocument document = service.createDocument(Caller.BACKEND, "d", data(1), null);
    services.delete(service.sid());
    refused(() -> map.create(Caller.BACKEND, "a", data(1), null), 54200);
    refused(() -> document.update(Caller.BACKEND, data(2), null, null), 54100);
    refused(() -> service.createMap(Caller.BACKEND, "n", null), 54050);
    refused(() -> services.service(service.sid()), 54050);
    refused(() -> service.map("m"), 54200);
    refused(() -> service.map(map.sid()), 54200);
  }

  @Test
  void everythingIsReadBack(@TempDir Path folder) {
    Path file = folder.resolve("sync.db");
    services.close();
    store.close();
    store = Store.open(file);
    services = open();
    service = services.create(ServiceSettings.DEFAULTS);
    HostedMap map = service.createMap(Caller.client("ann"), "m", null);
    map.create(Caller.BACKEND, "a", data(1), 100);
    map.create(Caller.BACKEND, "b", data(2), null);
    map.remove(Caller.BACKEND, "a", null);
    map.permit("bob", new Permission(true, false, false));
    HostedDocument document = service.createDocument(Caller.BACKEND, "d", data(3), null);
    document.update(Caller.BACKEND, data(4), null, null);
    var events = map.eventsAfter(-1);
    var items = map.items();
    var mapState = map.state();
    var documentState = document.state();
    var permissions = map.permissions();
    services.close();
    store.close();
    store = Store.open(file);
    services = open();
    service = services.service(service.sid());
    map = service.map("m");
    assertThat(map.items()).isEqualTo(items);
    assertThat(map.eventsAfter(-1)).isEqualTo(events);
    assertThat(map.state()).isEqualTo(mapState);
    assertThat(map.permissions()).isEqualTo(permissions);
    assertThat(service.document("d").state()).isEqualTo(documentState);
    assertThat(List.of(service.maps().size(), service.documents().size())).containsExactly(1, 1);
  }

  @Test
  void aWriteThatCannotBeStoredHasNotHappened() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    map.create(Caller.BACKEND, "a", data(1), null);
    var before = map.state();
    store.define("ALTER TABLE sync_items RENAME TO elsewhere");
    assertThatThrownBy(() -> map.create(Caller.BACKEND, "b", data(1), null))
        .isInstanceOf(StoreException.class);
    assertThat(map.state()).isEqualTo(before);
    assertThat(map.items()).extracting(CollectionItem::position).containsExactly("a");
    store.define("ALTER TABLE elsewhere RENAME TO sync_items");
    assertThat(map.create(Caller.BACKEND, "b", data(1), null).eventId()).isEqualTo(2);
  }

  @Test
  void theOldestRemovalsAreForgottenAndWhoNeedsThemIsToldToStartAfresh() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    for (int i = 0; i <= Limits.FEW_TOMBSTONES; i++) {
      map.create(Caller.BACKEND, "k" + i, data(i), null);
      map.remove(Caller.BACKEND, "k" + i, null);
    }
    assertThat(map.eventsAfter(-1)).hasSize(Limits.FEW_TOMBSTONES);
    assertThat(map.canReplayFrom(1)).isFalse();
    assertThat(map.canReplayFrom(2)).isTrue();
    assertThat(map.canReplayFrom(map.state().lastEventId())).isTrue();
  }

  @Test
  void removalsAreRememberedByTheSizeOfTheMap() {
    HostedMap map = service.createMap(Caller.BACKEND, "m", null);
    int most = Limits.FEW_TOMBSTONES + 200;
    for (int i = 0; i < 200; i++) {
      map.create(Caller.BACKEND, "stays" + i, data(i), null);
    }
    for (int i = 0; i <= most; i++) {
      map.create(Caller.BACKEND, "k" + i, data(i), null);
      map.remove(Caller.BACKEND, "k" + i, null);
    }
    assertThat(map.eventsAfter(-1)).hasSize(200 + most);
    for (int i = 0; i < 200; i++) {
      map.remove(Caller.BACKEND, "stays" + i, null);
    }
    assertThat(map.eventsAfter(-1)).hasSize(Limits.FEW_TOMBSTONES);
    assertThat(map.canReplayFrom(map.state().lastEventId() - Limits.FEW_TOMBSTONES)).isTrue();
  }

  @Test
  void oneServiceThatFailsDoesNotKeepTheOthersFromBeingSwept() {
    HostedMap broken = service.createMap(Caller.BACKEND, "broken", null);
    broken.create(Caller.BACKEND, "a", data(1), 1);
    for (int i = 0; i < 10; i++) {
      HostedMap map =
          services.create(ServiceSettings.DEFAULTS).createMap(Caller.BACKEND, "m", null);
      map.create(Caller.BACKEND, "a", data(1), 1);
    }
    store.define(
        """
        CREATE TRIGGER broken BEFORE INSERT ON sync_items WHEN NEW.map_sid = '%s'
        BEGIN SELECT RAISE(ABORT, 'broken'); END
        """
            .formatted(broken.sid()));
    clock.advance(Duration.ofSeconds(1));
    services.removeExpired();
    assertThat(services.services())
        .filteredOn(other -> other != service)
        .allSatisfy(other -> assertThat(other.map("m").state().lastEventId()).isEqualTo(2));
  }
}
