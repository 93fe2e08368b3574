package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static app.rostrum.cloud.sync.ServiceOnClock.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revisions, ids of events, times, and writes on condition of a revision. */
class RevisionsTest {
  private static final Caller BACKEND = Caller.BACKEND;
  private static final Caller ANN = Caller.client("ann");

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);
  private final HostedMap map = (HostedMap) on.create(ObjectKind.MAP, ANN, "m", null);
  private final HostedList list = (HostedList) on.create(ObjectKind.LIST, ANN, "l", null);
  private final HostedDocument document =
      (HostedDocument) on.create(ObjectKind.DOCUMENT, ANN, "d", null);

  @AfterEach
  void close() {
    on.close();
  }

  private static String next(String revision, int by) {
    return Long.toString(Long.parseLong(revision) + by);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aRevisionThatIsOneOffChangesNothing(int off) {
    map.put(BACKEND, "a", data(1), null, null);
    list.update(BACKEND, 0L, data(1), null, null);
    document.update(BACKEND, data(1), null, null);
    String ofKey = next(map.item(BACKEND, "a").revision(), off);
    refused(() -> map.put(ANN, "a", data(2), ofKey, null), 412, 54205);
    refused(() -> map.update(ANN, "a", data(2), ofKey, null), 412, 54205);
    refused(() -> map.remove(ANN, "a", ofKey), 412, 54205);
    String ofIndex = next(list.item(BACKEND, 0L).revision(), off);
    refused(() -> list.update(ANN, 0L, data(2), ofIndex, null), 412, 54155);
    refused(() -> list.remove(ANN, 0L, ofIndex), 412, 54155);
    String ofDocument = next(document.state().revision(), off);
    refused(() -> document.update(ANN, data(2), ofDocument, null), 412, 54103);
    refused(() -> document.update(ANN, null, ofDocument, 9), 412, 54103);
    assertThat(map.item(BACKEND, "a").data()).isEqualTo(data(1));
    assertThat(list.item(BACKEND, 0L).data()).isEqualTo(data(1));
    assertThat(document.state().data()).isEqualTo(data(1));
    assertThat(document.state().expires()).isNull();
    assertThat(document.lock.isLocked()).isFalse();
  }

  @Test
  void theCurrentRevisionLetsAWriteThroughOnce() {
    String first = map.item(BACKEND, "a").revision();
    String second = map.put(ANN, "a", data(1), first, null).item().revision();
    String third = map.update(ANN, "a", data(2), second, null).revision();
    refused(() -> map.remove(ANN, "a", second), 412, 54205);
    assertThat(map.remove(ANN, "a", third).removed()).isTrue();
    String ofDocument = document.update(ANN, data(1), document.state().revision(), null).revision();
    assertThat(document.update(ANN, data(2), ofDocument, null).data()).isEqualTo(data(2));
  }

  @Test
  void anItemThatIsNotThereHasTheRevisionMinusOne() {
    refused(() -> map.put(ANN, "a", data(1), "-1", null), 412, 54205);
    refused(() -> map.put(ANN, "b", data(1), "1", null), 412, 54205);
    assertThat(map.put(ANN, "b", data(1), "-1", null).created()).isTrue();
    assertThat(map.put(ANN, "b", data(1), null, null).created()).isFalse();
    map.remove(ANN, "b", null);
    refused(() -> map.update(ANN, "b", data(1), "-1", null), 404, 54201);
    refused(() -> map.remove(ANN, "b", "-1"), 404, 54201);
    refused(() -> map.item(ANN, "b"), 404, 54201);
    assertThat(map.put(ANN, "b", data(1), "-1", null).created()).isTrue();
  }

  @Test
  void aDocumentCountsItsWritesAndItsEvents() {
    Instant created = on.clock.instant();
    assertThat(document.state().revision()).isEqualTo("0");
    assertThat(document.state().lastEventId()).isEqualTo(-1);
    on.clock.advance(Duration.ofSeconds(1));
    for (int i = 1; i <= 2; i++) {
      ObjectState written = document.update(ANN, data(i), null, null);
      assertThat(written.revision()).isEqualTo("" + i);
      assertThat(written.lastEventId()).isEqualTo(i);
      assertThat(written).isEqualTo(document.state());
    }
    ObjectState expiring = document.update(ANN, null, null, 9);
    assertThat(expiring.revision()).isEqualTo("2");
    assertThat(expiring.lastEventId()).isEqualTo(2);
    assertThat(expiring.created()).isEqualTo(created);
    assertThat(expiring.updated()).isEqualTo(created.plusSeconds(1));
  }

  @Test
  void everyWriteToACollectionMakesTheNextEventAndRevision() {
    CollectionItem<String> first = map.item(BACKEND, "a");
    assertThat(first.createdBy()).isEqualTo("system");
    assertThat(first.eventId()).isEqualTo(1);
    on.clock.advance(Duration.ofSeconds(1));
    CollectionItem<String> second = map.create(ANN, "b", data(1), null);
    CollectionItem<String> third = map.update(BACKEND, "b", null, null, 9);
    CollectionItem<String> gone = map.remove(ANN, "a", null);
    assertThat(second.eventId()).isEqualTo(2);
    assertThat(third.eventId()).isEqualTo(3);
    assertThat(third.createdEventId()).isEqualTo(2);
    assertThat(third.createdBy()).isEqualTo("ann");
    assertThat(gone.eventId()).isEqualTo(4);
    assertThat(gone.data()).isEqualTo(data(0));
    assertThat(gone.created()).isEqualTo(first.created());
    assertThat(gone.updated()).isEqualTo(first.created().plusSeconds(1));
    assertThat(map.state().revision()).isEqualTo("4");
    assertThat(map.state().lastEventId()).isEqualTo(4);
    map.updateTtl(ANN, 9);
    assertThat(map.state().revision()).isEqualTo("4");
    assertThat(map.state().lastEventId()).isEqualTo(4);
  }

  @Test
  void aListsContextHasItsPlaceInTheListsRevisions() {
    assertThat(list.updateContext(ANN, data(5)).revision()).isEqualTo("2");
    CollectionItem<Long> item = list.append(ANN, data(1), null);
    assertThat(item.position()).isEqualTo(1);
    assertThat(item.eventId()).isEqualTo(3);
    assertThat(list.state().data()).isEqualTo(data(5));
    assertThat(list.last()).isEqualTo(item);
    list.remove(ANN, 0L, null);
    list.remove(ANN, 1L, null);
    assertThat(list.last()).isNull();
  }

  @Test
  void aRemovalRemembersSmallDataOnly() {
    map.put(BACKEND, "small", ServiceOnClock.dataOf(1024), null, null);
    map.put(BACKEND, "large", ServiceOnClock.dataOf(1025), null, null);
    assertThat(map.remove(ANN, "small", null).data()).isEqualTo(ServiceOnClock.dataOf(1024));
    assertThat(map.remove(ANN, "large", null).data().isEmpty()).isTrue();
  }
}
