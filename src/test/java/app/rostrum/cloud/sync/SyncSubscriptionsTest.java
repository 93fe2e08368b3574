package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A subscription tells what was missed, then its confirmation, then what happens, in order. */
class SyncSubscriptionsTest {
  private static final Caller BACKEND = Caller.BACKEND;

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);
  private final RecordedConnection ann = new RecordedConnection("ann");

  @BeforeEach
  void connect() {
    on.service.subscriptions().connected(ann);
  }

  @AfterEach
  void close() {
    on.close();
  }

  /** Makes two more events, the last of a collection being a removal; a stream has 1 and 2. */
  private void change(HostedObject object) {
    switch (object) {
      case HostedDocument document -> {
        document.update(BACKEND, data(1), null, null);
        document.update(BACKEND, data(2), null, null);
      }
      case HostedMap map -> {
        map.create(BACKEND, "b", data(1), null);
        map.remove(BACKEND, "a", null);
      }
      case HostedList list -> {
        list.append(BACKEND, data(1), null);
        list.remove(BACKEND, 0L, null);
      }
      case HostedStream stream -> {
        stream.publish(BACKEND, data(1));
        stream.publish(BACKEND, data(2));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DOCUMENT, -1, document_updated 2 | subscription_established 2",
    "DOCUMENT, 1, document_updated 2 | subscription_established 2",
    "DOCUMENT, 2, subscription_established 2",
    "DOCUMENT, 3, subscription_failed 404 54100",
    "DOCUMENT, , subscription_established 2",
    "MAP, -1, map_item_added 2 | map_item_removed 3 | subscription_established 3",
    "MAP, 1, map_item_added 2 | map_item_removed 3 | subscription_established 3",
    "MAP, 2, map_item_removed 3 | subscription_established 3",
    "MAP, 3, subscription_established 3",
    "MAP, 4, subscription_failed 404 54200",
    "MAP, , subscription_established 3",
    "LIST, 2, list_item_removed 3 | list_context_updated 3 | subscription_established 3",
    "LIST, 3, subscription_established 3",
    "LIST, 4, subscription_failed 404 54150",
    "LIST, , subscription_established 3",
    "STREAM, 0, subscription_established 2",
    "STREAM, 99, subscription_established 2",
    "STREAM, , subscription_established 2",
  })
  void whatIsMissedComesBeforeTheConfirmation(ObjectKind kind, @Nullable Long since, String words) {
    HostedObject object = on.create(kind, BACKEND, "o", null);
    change(object);
    ann.establish(on.service, object, since);
    ann.hears(words.split(" \\| "));
    assertThat(ann.heard)
        .allSatisfy(
            heard -> {
              assertThat(heard.messageType()).isEqualTo("twilio.sync.event");
              assertThat(heard.payload().get("correlation_id").getAsLong()).isEqualTo(7);
              assertThat(heard.payload().get("event_protocol_version").getAsInt()).isEqualTo(4);
            });
    assertThat(object.lock.isLocked()).isFalse();
    assertThat(object.fanout.subscriptions()).hasSize(words.contains("failed") ? 0 : 1);
  }

  @Test
  void aNewObjectHasNothingToReplay() {
    HostedMap map = on.service.createMap(BACKEND, "m", null);
    ann.establish(on.service, map, -1L);
    map.create(BACKEND, "a", data(1), null);
    ann.hears("subscription_established -1", "map_item_added 1");
  }

  @ParameterizedTest
  @CsvSource({
    "DOCUMENT, com.twilio.rtd.cds.document, document_updated, document_removed 3",
    "LIST, com.twilio.rtd.cds.list, list_item_added, list_removed 4",
    "MAP, com.twilio.rtd.cds.map, map_item_added, map_removed 4",
    "STREAM, twilio.sync.event, stream_message_published, stream_removed 3",
  })
  void eachKindHasItsLiveMessageTypeUntilItsRemoval(
      ObjectKind kind, String messageType, String event, String last) {
    HostedObject object = on.create(kind, BACKEND, "o", null);
    ann.establish(on.service, object, null);
    ann.hears("subscription_established " + object.state().lastEventId());
    change(object);
    on.service.remove(BACKEND, object);
    on.service.remove(BACKEND, object);
    int before = kind == ObjectKind.DOCUMENT || kind == ObjectKind.STREAM ? 1 : 2;
    String second =
        switch (kind) {
          case LIST -> "list_item_removed 3";
          case MAP -> "map_item_removed 3";
          default -> event + " 2";
        };
    ann.hears(
        "subscription_established " + (before == 1 ? -1 : 1), event + " " + before, second, last);
    assertThat(ann.messageTypes()).containsEntry(event, messageType);
    assertThat(ann.messageTypes()).containsEntry(last.split(" ")[0], messageType);
    assertThat(ann.heard.getLast().payload().has("correlation_id")).isFalse();
  }

  @Test
  void anEventCarriesWhatTheSdkReads() {
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    ann.establish(on.service, map, null);
    CollectionItem<String> item = map.put(BACKEND, "b/é", data(4), null, 10).item();
    map.remove(BACKEND, "b/é", null);
    ann.hears("subscription_established 1", "map_item_added 2", "map_item_removed 3");
    assertThat(ann.heard.get(1).events().getFirst().toString())
        .isEqualTo(
            """
            {"id":2,"map_sid":"%s","map_revision":"2","date_created":"2026-11-22T10:00:00.000Z",\
            "item_key":"b/é","item_url":"https://cds.us1.twilio.com/v3/Maps/%1$s/Items/b%%2F%%C3%%A9",\
            "item_revision":"2","item_data":{"n":4},"date_expires":"2026-11-22T10:00:10.000Z",\
            "item_date_created":"2026-11-22T10:00:00.001Z"}\
            """
                .formatted(map.sid()));
    assertThat(item.created()).isEqualTo(on.clock.instant().plusMillis(1));
    assertThat(ann.heard.get(2).events().getFirst().get("item_data")).isEqualTo(data(4));
  }

  @Test
  void aListTellsOfItsContext() {
    var list = (HostedList) on.create(ObjectKind.LIST, BACKEND, "o", null);
    ann.establish(on.service, list, null);
    list.updateContext(BACKEND, data(3));
    list.update(BACKEND, 0L, data(4), null, null);
    ann.hears("subscription_established 1", "list_context_updated 2", "list_item_updated 3");
    assertThat(ann.heard.get(1).events().getFirst().get("context_data")).isEqualTo(data(3));
    assertThat(ann.heard.get(2).events().getFirst().get("item_index").getAsInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"document, 54100", "list, 54150", "map, 54200", "stream, 54250", "unheard_of, 54200"})
  void subscribingToWhatIsNotThereFailsAsItsKindDoes(String type, int code) {
    ann.request(on.service, true, "XX1", type, null);
    ann.hears("subscription_failed 404 " + code);
    assertThat(ann.heard.getFirst().events().getFirst().get("object_sid").getAsString())
        .isEqualTo("XX1");
  }

  @Test
  void aCanceledSubscriptionIsConfirmedAndHearsNoMore() {
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    var bob = new RecordedConnection("bob");
    on.service.subscriptions().connected(bob);
    ann.establish(on.service, map, null);
    bob.establish(on.service, map, null);
    ann.request(on.service, false, map.sid(), "map", null);
    ann.request(on.service, false, "MP-gone", "map", null);
    map.create(BACKEND, "b", data(1), null);
    bob.hears("subscription_established 1", "map_item_added 2");
    assertThat(ann.words())
        .containsExactlyInAnyOrder(
            "subscription_established 1", "subscription_canceled", "subscription_canceled");
    // Canceling twice is confirmed, too.
    ann.request(on.service, false, map.sid(), "map", null);
    assertThat(ann.words()).hasSize(4);
  }

  @Test
  void aConnectionThatHasEndedNeitherHearsNorSubscribes() {
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    var bob = new RecordedConnection("bob");
    on.service.subscriptions().connected(bob);
    ann.establish(on.service, map, null);
    bob.establish(on.service, map, null);
    ann.hears("subscription_established 1");
    on.service.subscriptions().disconnected(ann);
    on.service.subscriptions().disconnected(ann);
    map.create(BACKEND, "b", data(1), null);
    bob.hears("subscription_established 1", "map_item_added 2");
    ann.establish(on.service, map, null);
    ann.request(on.service, false, "MP-gone", "map", null);
    assertThat(map.fanout.subscriptions())
        .extracting(subscription -> subscription.connection().identity())
        .containsExactly("bob");
    assertThat(ann.words()).containsExactly("subscription_established 1");
  }

  @Test
  void subscribingAgainTakesThePlaceOfTheSubscriptionBefore() {
    var map = (HostedMap) on.create(ObjectKind.MAP, BACKEND, "o", null);
    ann.establish(on.service, map, null);
    ann.establish(on.service, map, -1L);
    map.create(BACKEND, "b", data(1), null);
    ann.hears(
        "subscription_established 1",
        "map_item_added 1",
        "subscription_established 1",
        "map_item_added 2");
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void theDeletionOfAServiceRemovesItsObjects(ObjectKind kind) {
    HostedObject object = on.create(kind, BACKEND, "o", null);
    ann.establish(on.service, object, null);
    ann.hears("subscription_established " + object.state().lastEventId());
    long removal = object.state().lastEventId() + 1;
    on.services.delete(on.service.sid());
    ann.hears(
        "subscription_established " + object.state().lastEventId(),
        kind.type() + "_removed " + removal);
    assertThat(object.lock.isLocked()).isFalse();
    assertThat(
            Map.of(
                ObjectKind.DOCUMENT, on.service.documents(),
                ObjectKind.LIST, on.service.lists(),
                ObjectKind.MAP, on.service.maps(),
                ObjectKind.STREAM, on.service.streams()))
        .allSatisfy((k, objects) -> assertThat(objects).isEqualTo(List.of()));
  }
}
