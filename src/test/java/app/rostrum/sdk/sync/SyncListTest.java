package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.Permission;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.sdk.twilsock.Timing;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists of the Sync client against the embedded cloud. */
@Timeout(120)
class SyncListTest {
  private static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMillis(50),
          Duration.ofMillis(200));

  private static final class HeardList implements SyncList.Listener {
    final List<String> words = new CopyOnWriteArrayList<>();

    @Override
    public void onItem(SyncList.Item item, boolean added) {
      words.add((added ? "+" : "~") + item.index() + item.data());
    }

    @Override
    public void onItemRemoved(long index, long eventId) {
      words.add("-" + index);
    }

    @Override
    public void onRemoved() {
      words.add("removed");
    }
  }

  private final HeardList heard = new HeardList();
  private SyncCloud cloud;
  private HostedList hosted;
  private SyncClient client;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    String service = cloud.json("POST", "/Services", "AclEnabled", "true").get("sid").getAsString();
    hosted = cloud.services.service(service).createList(Caller.BACKEND, "chat", null);
    hosted.permit("ann", new Permission(true, true, false));
    client =
        SyncClient.connect(
            new OkHttpClient(),
            cloud.twilsock(),
            SyncCloud.token("ann", service),
            new RecordingListener(),
            QUICK,
            new Random(1));
  }

  @AfterEach
  void close() {
    client.close();
    cloud.close();
  }

  private void append(int n) {
    hosted.append(Caller.BACKEND, data(n), null);
  }

  private static JsonObject data(int n) {
    var json = new JsonObject();
    json.addProperty("n", n);
    return json;
  }

  private SyncList openList() throws Exception {
    return client.openList("chat", heard).get(60, TimeUnit.SECONDS);
  }

  private static SyncList.Page page(
      SyncList list, @Nullable Long beyond, boolean descending, int size) throws Exception {
    return list.page(beyond, descending, size).get(60, TimeUnit.SECONDS);
  }

  @Test
  void receivesEachChangeOnceAlsoThoseMissedWhileDisconnected() throws Exception {
    append(0);
    openList();
    assertThat(heard.words).isEmpty();
    append(1);
    hosted.update(Caller.BACKEND, 0L, data(9), null, null);
    await()
        .untilAsserted(() -> assertThat(heard.words).containsExactly("+1{\"n\":1}", "~0{\"n\":9}"));
    for (int round = 0; round < 5; round++) {
      cloud.dropSockets();
      append(2 + round);
    }
    hosted.remove(Caller.BACKEND, 1L, null);
    await()
        .untilAsserted(
            () ->
                assertThat(heard.words)
                    .containsExactly(
                        "+1{\"n\":1}",
                        "~0{\"n\":9}",
                        "+2{\"n\":2}",
                        "+3{\"n\":3}",
                        "+4{\"n\":4}",
                        "+5{\"n\":5}",
                        "+6{\"n\":6}",
                        "-1"));
  }

  @Test
  void readsItemsByPagesFromTheNewestAndFromTheOldest() throws Exception {
    for (int i = 0; i < 130; i++) {
      append(i);
    }
    hosted.remove(Caller.BACKEND, 100L, null);
    SyncList list = openList();
    var indexes = new ArrayList<Long>();
    @Nullable Long beyond = null;
    for (boolean more = true; more; ) {
      SyncList.Page page = page(list, beyond, true, 30);
      page.items().forEach(item -> indexes.add(item.index()));
      beyond = page.items().getLast().index();
      more = page.more();
    }
    assertThat(indexes).hasSize(129).doesNotHaveDuplicates().startsWith(129L).endsWith(0L);
    assertThat(indexes).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    SyncList.Page after = page(list, 97L, false, 3);
    assertThat(after.items()).extracting(SyncList.Item::index).containsExactly(98L, 99L, 101L);
    assertThat(after.more()).isTrue();
    assertThat(page(list, 129L, false, 3)).isEqualTo(new SyncList.Page(List.of(), false));
  }

  @Test
  void anAppendedItemComesBackAsTheSameEvent() throws Exception {
    SyncList list = openList();
    SyncList.Item item = list.append(data(1)).get(60, TimeUnit.SECONDS);
    assertThat(item.index()).isZero();
    assertThat(item.eventId()).isEqualTo(hosted.items().getFirst().eventId());
    await().untilAsserted(() -> assertThat(heard.words).containsExactly("+0{\"n\":1}"));
    hosted.permit("ann", new Permission(true, false, false));
    assertThatThrownBy(() -> list.append(data(2)).get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code()).isEqualTo(54007));
  }

  @Test
  void removedAndMissingListsAreReported() throws Exception {
    openList();
    hosted.forbid("ann");
    await().untilAsserted(() -> assertThat(heard.words).containsExactly("removed"));
    assertThatThrownBy(() -> client.openList("nothing", heard).get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code()).isEqualTo(54150));
  }
}
