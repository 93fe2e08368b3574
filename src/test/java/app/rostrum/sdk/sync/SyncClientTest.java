package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.sdk.twilsock.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Sync client against the embedded cloud. */
@Timeout(120)
class SyncClientTest {
  private static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMillis(50),
          Duration.ofMillis(200));

  private final OkHttpClient http = new OkHttpClient();
  private final List<SyncClient> clients = new ArrayList<>();
  private final RecordingListener heard = new RecordingListener();
  private SyncCloud cloud;
  private String service;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    service = cloud.json("POST", "/Services", "AclEnabled", "true").get("sid").getAsString();
    cloud.json("POST", path("/Maps"), "UniqueName", "speakers");
    cloud.json("POST", path("/Documents"), "UniqueName", "user-ann", "Data", "{\"invite\":false}");
    allow("/Maps/speakers", "ann");
    allow("/Documents/user-ann", "ann");
  }

  @AfterEach
  void close() {
    clients.forEach(SyncClient::close);
    cloud.close();
  }

  private String path(String below) {
    return "/Services/" + service + below;
  }

  private void allow(String object, String identity) {
    cloud.json(
        "POST",
        path(object + "/Permissions/" + identity),
        "Read",
        "true",
        "Write",
        "false",
        "Manage",
        "false");
  }

  private void add(String key, String data) {
    cloud.json("POST", path("/Maps/speakers/Items"), "Key", key, "Data", data);
  }

  private SyncClient connect(String token, SyncClient.Listener listener) {
    var client = SyncClient.connect(http, cloud.twilsock(), token, listener, QUICK, new Random(1));
    clients.add(client);
    return client;
  }

  private SyncClient ann() {
    return connect(SyncCloud.token("ann", service), new RecordingListener());
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private void hears(String... words) {
    await().untilAsserted(() -> assertThat(heard.words).containsExactly(words));
  }

  @Test
  void receivesTheItemsAndThenEveryChange() throws Exception {
    add("host", "{\"host\":true}");
    SyncMap map = get(ann().openMap("speakers", heard));
    assertThat(heard.words).containsExactly("host={\"host\":true}");
    add("bob", "{\"host\":false}");
    cloud.json("POST", path("/Maps/speakers/Items/bob"), "Data", "{\"host\":1}");
    cloud.rest("DELETE", path("/Maps/speakers/Items/host"));
    hears("host={\"host\":true}", "bob={\"host\":false}", "bob={\"host\":1}", "-host");
    assertThat(map.items()).containsOnlyKeys("bob");
    assertThat(map.name()).isEqualTo("speakers");
  }

  @Test
  void readsMapsOfMoreThanOnePageInTheOrderOfCreation() throws Exception {
    var keys = new ArrayList<String>();
    for (int i = 0; i < 250; i++) {
      String key = (i * 7919 % 1000) + " é/%";
      keys.add(key);
      add(key, "{\"n\":" + i + "}");
    }
    // A later change does not move an item.
    cloud.json(
        "POST", path("/Maps/speakers/Items/" + "0%20%C3%A9%2F%25"), "Data", "{\"n\":\"new\"}");
    SyncMap map = get(ann().openMap("speakers", heard));
    assertThat(new ArrayList<>(map.items().keySet())).isEqualTo(keys);
    assertThat(heard.words).hasSize(250);
  }

  @Test
  void followsADocument() throws Exception {
    SyncDocument document = get(ann().openDocument("user-ann", heard));
    cloud.json("POST", path("/Documents/user-ann"), "Data", "{\"invite\":true}");
    hears("{\"invite\":false}", "{\"invite\":true}");
    assertThat(document.data().get("invite").getAsBoolean()).isTrue();
    cloud.rest("DELETE", path("/Documents/user-ann"));
    hears("{\"invite\":false}", "{\"invite\":true}", "removed");
  }

  @Test
  void catchesUpInOrderAfterADrop() throws Exception {
    add("host", "{}");
    SyncClient client = ann();
    get(client.openMap("speakers", heard));
    cloud.dropSockets();
    add("a", "{}");
    cloud.rest("DELETE", path("/Maps/speakers/Items/host"));
    add("b", "{}");
    cloud.json("POST", path("/Maps/speakers/Items/a"), "Data", "{\"x\":1}");
    await()
        .untilAsserted(
            () ->
                assertThat(heard.words)
                    .startsWith("host={}")
                    .contains("-host", "b={}")
                    .endsWith("a={\"x\":1}"));
    add("c", "{}");
    await().untilAsserted(() -> assertThat(heard.words).endsWith("c={}"));
    assertThat(heard.words.stream().filter("-host"::equals)).hasSize(1);
    assertThat(client.state()).isEqualTo(SyncClient.State.CONNECTED);
  }

  @Test
  void keepsTheOrderOfArrivalThroughADrop() throws Exception {
    SyncMap map = get(ann().openMap("speakers", heard));
    cloud.dropSockets();
    add("first", "{}");
    add("second", "{}");
    cloud.json("POST", path("/Maps/speakers/Items/first"), "Data", "{\"x\":1}");
    await().untilAsserted(() -> assertThat(map.items()).hasSize(2));
    assertThat(new ArrayList<>(map.items().keySet())).containsExactly("first", "second");
  }

  @Test
  void openingWithoutPermissionIsRefused() {
    SyncClient stranger = connect(SyncCloud.token("mallory", service), new RecordingListener());
    assertThatThrownBy(() -> get(stranger.openMap("speakers", heard)))
        .cause()
        .isInstanceOfSatisfying(
            SyncException.class,
            e -> assertThat(List.of(e.status(), e.code())).containsExactly(403, 54007));
  }

  @Test
  void openingAMissingObjectFails() {
    SyncClient client = ann();
    assertThatThrownBy(() -> get(client.openMap("nothing", heard)))
        .cause()
        .isInstanceOfSatisfying(
            SyncException.class,
            e -> assertThat(List.of(e.status(), e.code())).containsExactly(404, 54200));
    assertThatThrownBy(() -> get(client.openDocument("nothing", heard)))
        .cause()
        .isInstanceOfSatisfying(
            SyncException.class,
            e -> assertThat(List.of(e.status(), e.code())).containsExactly(404, 54100));
  }

  @Test
  void losingReadPermissionEndsTheSubscription() throws Exception {
    get(ann().openMap("speakers", heard));
    cloud.rest("DELETE", path("/Maps/speakers/Permissions/ann"));
    add("bob", "{}");
    hears("removed");
  }

  @Test
  void deletingTheServiceRemovesEverything() throws Exception {
    SyncClient client = ann();
    get(client.openMap("speakers", heard));
    get(client.openDocument("user-ann", heard));
    cloud.rest("DELETE", path(""));
    await().untilAsserted(() -> assertThat(heard.words).endsWith("removed", "removed"));
  }

  @Test
  void aListenerThatThrowsAnErrorStillReceivesTheNextChange() throws Exception {
    get(
        ann()
            .openMap(
                "speakers",
                new SyncMap.Listener() {
                  @Override
                  public void onItem(String key, SyncMap.Item item) {
                    heard.onItem(key, item);
                    throw new AssertionError("thrown on purpose");
                  }

                  @Override
                  public void onItemRemoved(String key) {}

                  @Override
                  public void onRemoved() {}
                }));
    add("first", "{}");
    add("second", "{}");
    hears("first={}", "second={}");
  }

  @Test
  void aClosedMapReceivesNoEvents() throws Exception {
    SyncClient client = ann();
    SyncMap map = get(client.openMap("speakers", heard));
    var other = new RecordingListener();
    get(client.openMap("speakers", other));
    map.close();
    add("bob", "{}");
    await().untilAsserted(() -> assertThat(other.words).containsExactly("bob={}"));
    assertThat(heard.words).isEmpty();
  }

  @Test
  void anExpiredTokenDeniesUntilAFreshOneComes() throws Exception {
    var states = new RecordingListener();
    SyncClient client =
        connect(SyncCloud.token("ann", service, Instant.now().plusSeconds(2)), states);
    get(client.openMap("speakers", heard));
    await().until(() -> client.state() == SyncClient.State.DENIED);
    assertThat(states.words)
        .containsExactly("CONNECTED", "about to expire", "CONNECTING", "DENIED");
    assertThatThrownBy(() -> get(client.openMap("speakers", new RecordingListener())))
        .cause()
        .isInstanceOfSatisfying(
            SyncException.class,
            e -> assertThat(List.of(e.status(), e.code())).containsExactly(401, 20104));
    add("meanwhile", "{}");
    get(client.updateToken(SyncCloud.token("ann", service)));
    hears("meanwhile={}");
    assertThat(client.state()).isEqualTo(SyncClient.State.CONNECTED);
  }

  @Test
  void aTokenRenewedInTimeKeepsTheConnection() throws Exception {
    var states = new RecordingListener();
    Instant soon = Instant.now().plusSeconds(2);
    SyncClient client = connect(SyncCloud.token("ann", service, soon), states);
    get(client.openMap("speakers", heard));
    get(client.updateToken(SyncCloud.token("ann", service)));
    await().until(() -> Instant.now().isAfter(soon.plusMillis(700)));
    add("bob", "{}");
    hears("bob={}");
    assertThat(states.words).containsExactly("CONNECTED");
  }

  @Test
  void aForgedTokenIsDenied() {
    var states = new RecordingListener();
    String forged =
        SyncCloud.signed("{\"identity\":\"ann\"}", "another secret", Instant.now().plusSeconds(60));
    connect(forged, states);
    await().untilAsserted(() -> assertThat(states.words).containsExactly("DENIED"));
  }

  @Test
  void anUpdateForAnotherIdentityIsRefused() throws Exception {
    SyncClient client = ann();
    get(client.openMap("speakers", heard));
    assertThatThrownBy(() -> get(client.updateToken(SyncCloud.token("bob", service))))
        .cause()
        .isInstanceOfSatisfying(
            SyncException.class,
            e -> assertThat(List.of(e.status(), e.code())).containsExactly(403, 51232));
    assertThat(client.state()).isEqualTo(SyncClient.State.DENIED);
    get(client.updateToken(SyncCloud.token("ann", service)));
    assertThat(client.state()).isEqualTo(SyncClient.State.CONNECTED);
  }

  @Test
  void aClosedClientReportsItsState() throws Exception {
    var states = new RecordingListener();
    SyncClient client = connect(SyncCloud.token("ann", service), states);
    get(client.openMap("speakers", heard));
    client.close();
    await().untilAsserted(() -> assertThat(states.words).containsExactly("CONNECTED", "CLOSED"));
    assertThatThrownBy(() -> get(client.openMap("speakers", heard)))
        .hasCauseInstanceOf(SyncException.class);
    await().until(() -> cloud.endpoint.connectionCount() == 0);
  }
}
