package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import app.rostrum.testing.ManualClock;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists: indexes, pages, the log, and what a restart leaves of them. */
class HostedListTest {
  private static final Caller BACKEND = Caller.BACKEND;

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private Store store;
  private SyncServices services;
  private HostedService service;
  private HostedList list;

  @BeforeEach
  void open() {
    start();
    service = services.create(ServiceSettings.DEFAULTS);
    list = service.createList(BACKEND, "messages", null);
  }

  private void start() {
    store = Store.open(folder.resolve("sync.db"));
    services =
        new SyncServices(store, new Sids(new Random()), clock, (key, url, form) -> {}, "AC1");
  }

  private void restart() {
    services.close();
    store.close();
    start();
    service = services.service(service.sid());
    list = service.list("messages");
  }

  @AfterEach
  void close() {
    services.close();
    store.close();
  }

  private static JsonObject data(int n) {
    var json = new JsonObject();
    json.addProperty("n", n);
    return json;
  }

  private CollectionItem<Long> append(int n) {
    return list.append(BACKEND, data(n), null);
  }

  private static void refused(ThrowingCallable call, int status, int code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(List.of(refusal.status(), refusal.code()))
                    .containsExactly(status, code));
  }

  private List<String> events(long since) {
    return list.eventsAfter(since).stream()
        .map(e -> e.type().replace("list_", "") + " " + e.id())
        .toList();
  }

  @Test
  void indexesRiseFromZeroAndAreNeverGivenAgainNotEvenAfterARestart() {
    assertThat(append(0).position()).isZero();
    assertThat(append(1).position()).isEqualTo(1);
    list.remove(BACKEND, 1L, null);
    assertThat(append(2).position()).isEqualTo(2);
    list.remove(BACKEND, 2L, null);
    restart();
    assertThat(append(3).position()).isEqualTo(3);
    assertThat(list.items()).extracting(CollectionItem::position).containsExactly(0L, 3L);
  }

  @Test
  void theNewestIndexSurvivesThoughTombstonesAreForgotten() {
    append(0);
    for (int i = 1; i <= 20; i++) {
      append(i);
    }
    list.remove(BACKEND, 20L, null);
    // More removals than are remembered, all of them older places.
    for (int i = 0; i < 20; i++) {
      list.remove(BACKEND, (long) i, null);
    }
    assertThat(list.mayForget(list.append(BACKEND, data(1), null))).isFalse();
    restart();
    assertThat(append(22).position()).isEqualTo(22);
  }

  @Test
  void anItemIsChangedOnlyByWhoKnowsItsRevision() {
    String first = append(0).revision();
    CollectionItem<Long> second = list.update(BACKEND, 0L, data(1), first, null);
    refused(() -> list.update(BACKEND, 0L, data(2), first, null), 412, 54155);
    refused(() -> list.remove(BACKEND, 0L, first), 412, 54155);
    list.remove(BACKEND, 0L, second.revision());
    refused(() -> list.item(BACKEND, 0L), 404, 54151);
    refused(() -> list.update(BACKEND, 0L, data(2), null, null), 404, 54151);
    refused(() -> list.remove(BACKEND, 0L, null), 404, 54151);
  }

  @Test
  void theLogHoldsTheNewestOfEachItemAndItsRemoval() {
    append(0);
    append(1);
    append(2);
    list.update(BACKEND, 0L, data(9), null, null);
    list.remove(BACKEND, 1L, null);
    assertThat(events(-1)).containsExactly("item_added 3", "item_added 4", "item_removed 5");
    assertThat(events(2)).containsExactly("item_added 3", "item_updated 4", "item_removed 5");
    restart();
    assertThat(events(2)).containsExactly("item_added 3", "item_updated 4", "item_removed 5");
    assertThat(list.eventsAfter(5)).isEmpty();
  }

  @Test
  void theContextIsADocumentOfItsOwn() {
    append(0);
    list.updateContext(BACKEND, data(7));
    append(1);
    assertThat(events(1)).containsExactly("context_updated 2", "item_added 3");
    assertThat(events(2)).containsExactly("item_added 3");
    restart();
    assertThat(list.state().data()).isEqualTo(data(7));
    assertThat(events(1)).contains("item_added 3", "context_updated 3");
  }

  @Test
  void itemsExpireOneByOneAndTheListAsAWhole() {
    list.append(BACKEND, data(0), 10);
    append(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(list.items()).extracting(CollectionItem::position).containsExactly(1L);
    assertThat(events(2)).containsExactly("item_removed 3");
    list.updateTtl(BACKEND, 5);
    clock.advance(Duration.ofSeconds(5));
    refused(() -> service.list("messages"), 404, 54150);
    refused(() -> append(2), 404, 54150);
    refused(() -> list.append(BACKEND, data(0), -1), 404, 54150);
  }

  @Test
  void pagesLeadThroughAllItemsInBothDirections() {
    for (int i = 0; i < 25; i++) {
      append(i);
    }
    list.remove(BACKEND, 12L, null);
    for (String order : List.of("asc", "desc")) {
      var forward = new ArrayList<Long>();
      ItemQuery.Page<Long> page =
          list.page(BACKEND, ItemQuery.parse(Map.of("Order", order, "PageSize", "10")));
      assertThat(page.previousToken()).isNull();
      page.items().forEach(item -> forward.add(item.position()));
      while (page.nextToken() != null) {
        page = list.page(BACKEND, ItemQuery.parse(Map.of("PageToken", page.nextToken())));
        page.items().forEach(item -> forward.add(item.position()));
      }
      assertThat(forward).hasSize(24).doesNotContain(12L);
      assertThat(forward)
          .isSortedAccordingTo(
              (a, b) -> order.equals("asc") ? Long.compare(a, b) : Long.compare(b, a));
      page = list.page(BACKEND, ItemQuery.parse(Map.of("PageToken", page.previousToken())));
      assertThat(page.items().getFirst().position()).isEqualTo(forward.get(10));
      page = list.page(BACKEND, ItemQuery.parse(Map.of("PageToken", page.previousToken())));
      assertThat(page.items().getFirst().position()).isEqualTo(forward.getFirst());
    }
    // As the newer SDKs ask: from an index, which counts itself, in either order.
    assertThat(
            list.page(
                    BACKEND,
                    ItemQuery.parse(Map.of("From", "20", "Order", "desc", "PageSize", "3")))
                .items())
        .extracting(CollectionItem::position)
        .containsExactly(20L, 19L, 18L);
    refused(() -> list.page(BACKEND, ItemQuery.parse(Map.of("From", "x"))), 400, 20001);
  }

  @Test
  void anotherProductHasItsOwnObjectsWhichSyncDoesNotSee() {
    HostedService chats = services.productService("ip_messaging", "IS1");
    assertThat(services.productService("ip_messaging", "IS1")).isSameAs(chats);
    assertThat(services.productService("ip_messaging", "IS2")).isNotSameAs(chats);
    chats.createList(BACKEND, "CH1.messages", null).append(BACKEND, data(1), null);
    assertThat(services.services()).containsExactly(service);
    assertThat(services.find(chats.sid())).isEmpty();
    assertThat(services.find("ip_messaging:IS1")).isEmpty();
    refused(() -> services.delete(chats.sid()), 404, 54050);
    HostedList messages = chats.list("CH1.messages");
    refused(() -> messages.append(Caller.client("ann"), data(2), null), 403, 54007);
    restart();
    HostedService again = services.productService("ip_messaging", "IS1");
    assertThat(again.list("CH1.messages").items())
        .singleElement()
        .satisfies(item -> assertThat(item.data()).isEqualTo(data(1)));
    services.deleteProductService("ip_messaging", "IS1");
    refused(() -> again.createList(BACKEND, "x", null), 404, 54050);
    assertThat(services.productService("ip_messaging", "IS1").lists()).isEmpty();
  }
}
