package app.rostrum.cloud.rest;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.server.InProcessHttpClient;
import app.rostrum.web.HttpResponse;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.sync.v1.Service;
import com.twilio.rest.sync.v1.service.Document;
import com.twilio.rest.sync.v1.service.SyncMap;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapItem;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapPermission;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Sync API as backends use it: shapes, statuses and codes. */
class SyncResourcesTest {
  private SyncCloud cloud;
  private String service;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    service = cloud.json("POST", "/Services", "FriendlyName", "RM1").get("sid").getAsString();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private String path(String below) {
    return "/Services/" + service + below;
  }

  private void refused(HttpResponse response, int status, int code) {
    JsonObject error = JsonParser.parseString(response.text()).getAsJsonObject();
    assertThat(List.of(response.status(), error.get("code").getAsInt()))
        .as(response.text())
        .containsExactly(status, code);
    assertThat(error.get("status").getAsInt()).isEqualTo(status);
    assertThat(error.get("message").getAsString()).isNotEmpty();
  }

  @Test
  void aServiceKeepsItsSettings() {
    JsonObject made =
        cloud.json(
            "POST",
            "/Services",
            "FriendlyName",
            "RM2",
            "WebhookUrl",
            "https://backend.test/sync-webhook",
            "AclEnabled",
            "true",
            "ReachabilityWebhooksEnabled",
            "true",
            "ReachabilityDebouncingEnabled",
            "true",
            "ReachabilityDebouncingWindow",
            "10000");
    String sid = made.get("sid").getAsString();
    assertThat(sid).matches("IS[0-9a-f]{32}");
    JsonObject read = cloud.json("GET", "/Services/" + sid);
    assertThat(read).isEqualTo(made);
    assertThat(read.get("friendly_name").getAsString()).isEqualTo("RM2");
    assertThat(read.get("webhook_url").getAsString())
        .isEqualTo("https://backend.test/sync-webhook");
    assertThat(read.get("acl_enabled").getAsBoolean()).isTrue();
    assertThat(read.get("reachability_webhooks_enabled").getAsBoolean()).isTrue();
    assertThat(read.get("reachability_debouncing_enabled").getAsBoolean()).isTrue();
    assertThat(read.get("reachability_debouncing_window").getAsInt()).isEqualTo(10_000);
    JsonObject changed = cloud.json("POST", "/Services/" + sid, "AclEnabled", "false");
    assertThat(changed.get("acl_enabled").getAsBoolean()).isFalse();
    assertThat(changed.get("friendly_name").getAsString()).isEqualTo("RM2");
    assertThat(cloud.rest("DELETE", "/Services/" + sid).status()).isEqualTo(204);
    refused(cloud.rest("GET", "/Services/" + sid), 404, 20404);
    refused(cloud.rest("POST", "/Services/" + sid + "/Maps"), 404, 20404);
    refused(cloud.rest("DELETE", "/Services/" + sid), 404, 20404);
  }

  @Test
  void theDefaultServiceIsCreatedOnFirstUse() {
    cloud.json("POST", "/Services/default/Maps", "UniqueName", "streams");
    JsonObject first = cloud.json("GET", "/Services/default");
    assertThat(cloud.json("GET", "/Services/" + first.get("sid").getAsString())).isEqualTo(first);
    assertThat(cloud.services.service("default").map("streams").count()).isZero();
  }

  @Test
  void namesAreUnique() {
    cloud.json("POST", path("/Maps"), "UniqueName", "speakers");
    refused(cloud.rest("POST", path("/Maps"), "UniqueName", "speakers"), 409, 54301);
    cloud.json("POST", path("/Documents"), "UniqueName", "speakers");
    refused(cloud.rest("POST", path("/Documents"), "UniqueName", "speakers"), 409, 54301);
    cloud.rest("DELETE", path("/Maps/speakers"));
    cloud.json("POST", path("/Maps"), "UniqueName", "speakers");
  }

  @Test
  void mapItemsAreCreatedChangedAndDeleted() {
    cloud.json("POST", path("/Maps"), "UniqueName", "speakers");
    HttpResponse made =
        cloud.rest(
            "POST", path("/Maps/speakers/Items"), "Key", "bob b/é", "Data", "{\"host\":true}");
    assertThat(made.status()).isEqualTo(201);
    refused(
        cloud.rest("POST", path("/Maps/speakers/Items"), "Key", "bob b/é", "Data", "{}"),
        409,
        54208);
    String item = path("/Maps/speakers/Items/bob%20b%2F%C3%A9");
    assertThat(cloud.json("GET", item).get("data").toString()).isEqualTo("{\"host\":true}");
    String revision = cloud.json("GET", item).get("revision").getAsString();
    refused(
        cloud.rest(Map.of("if-match", "999"), "POST", item, "Data", "{\"host\":1}"), 412, 54205);
    assertThat(
            cloud.rest(Map.of("if-match", revision), "POST", item, "Data", "{\"host\":1}").status())
        .isEqualTo(200);
    refused(cloud.rest(Map.of("if-match", revision), "DELETE", item), 412, 54205);
    assertThat(cloud.rest("DELETE", item).status()).isEqualTo(204);
    refused(cloud.rest("DELETE", item), 404, 20404);
    refused(cloud.rest("GET", item), 404, 20404);
    refused(cloud.rest("POST", item, "Data", "{}"), 404, 20404);
    refused(cloud.rest("POST", path("/Maps/nobody/Items"), "Key", "a", "Data", "{}"), 404, 20404);
  }

  @Test
  void badInputIsRefused() {
    cloud.json("POST", path("/Maps"), "UniqueName", "speakers");
    String items = path("/Maps/speakers/Items");
    refused(cloud.rest("POST", items, "Key", "a", "Data", "not JSON"), 400, 20001);
    refused(cloud.rest("POST", items, "Key", "a", "Data", "[1]"), 400, 20001);
    refused(cloud.rest("POST", items, "Key", "a"), 400, 20001);
    refused(cloud.rest("POST", items, "Data", "{}"), 400, 20001);
    refused(cloud.rest("POST", items, "Key", "k".repeat(321), "Data", "{}"), 400, 54211);
    refused(
        cloud.rest("POST", items, "Key", "a", "Data", "{\"a\":\"" + "x".repeat(16384) + "\"}"),
        413,
        54006);
    refused(cloud.rest("POST", items, "Key", "a", "Data", "{}", "Ttl", "-1"), 400, 54011);
    refused(cloud.rest("POST", items, "Key", "a", "Data", "{}", "Ttl", "x"), 400, 20001);
    refused(cloud.rest("POST", path("/Maps"), "UniqueName", "n".repeat(321)), 400, 54302);
    refused(
        cloud.rest("POST", path("/Maps"), "UniqueName", "MP0123456789abcdef0123456789abcdef"),
        400,
        54302);
    refused(cloud.rest("POST", "/Services", "WebhookUrl", "no url"), 400, 20001);
    refused(cloud.rest("POST", "/Services", "ReachabilityDebouncingWindow", "1"), 400, 20001);
    refused(cloud.rest("GET", items, "PageToken", "%%%"), 400, 20001);
    refused(cloud.rest("GET", items, "PageSize", "many"), 400, 20001);
    refused(cloud.rest("POST", path("/Maps/speakers/Permissions/bob"), "Read", "true"), 400, 20001);
    refused(cloud.rest("GET", path("/Lots")), 404, 20404);
    refused(cloud.rest("PUT", path("/Maps/speakers")), 405, 20004);
    assertThat(cloud.services.service(service).map("speakers").count()).isZero();
  }

  @Test
  void listItemsHaveIndexes() {
    JsonObject made = cloud.json("POST", path("/Lists"), "UniqueName", "chat");
    assertThat(made.get("sid").getAsString()).matches("ES[0-9a-f]{32}");
    assertThat(made.getAsJsonObject("links").get("items").getAsString())
        .endsWith("/Lists/" + made.get("sid").getAsString() + "/Items");
    refused(cloud.rest("POST", path("/Lists"), "UniqueName", "chat"), 409, 54301);
    String items = path("/Lists/chat/Items");
    for (int i = 0; i < 3; i++) {
      JsonObject item = cloud.json("POST", items, "Data", "{\"n\":" + i + "}");
      assertThat(item.get("index").getAsInt()).isEqualTo(i);
      assertThat(item.get("list_sid")).isEqualTo(made.get("sid"));
    }
    JsonObject page = cloud.json("GET", items, "Order", "desc", "PageSize", "2", "From", "1");
    assertThat(page.getAsJsonArray("items")).hasSize(2);
    assertThat(page.getAsJsonArray("items").get(0).getAsJsonObject().get("index").getAsInt())
        .isOne();
    String revision = cloud.json("GET", items + "/2").get("revision").getAsString();
    cloud.json("POST", items + "/2", "Data", "{\"n\":9}");
    refused(
        cloud.rest(Map.of("if-match", revision), "POST", items + "/2", "Data", "{}"), 412, 54155);
    refused(cloud.rest(Map.of("if-match", revision), "DELETE", items + "/2"), 412, 54155);
    assertThat(cloud.rest("DELETE", items + "/2").status()).isEqualTo(204);
    refused(cloud.rest("GET", items + "/2"), 404, 20404);
    refused(cloud.rest("GET", items + "/two"), 404, 20404);
    refused(cloud.rest("POST", items, "Ttl", "1"), 400, 20001);
    JsonObject permission =
        cloud.json(
            "POST",
            path("/Lists/chat/Permissions/bob"),
            "Read",
            "true",
            "Write",
            "true",
            "Manage",
            "false");
    assertThat(permission.get("list_sid")).isEqualTo(made.get("sid"));
    assertThat(
            cloud.json("POST", path("/Lists/chat"), "Ttl", "60").get("date_expires").isJsonNull())
        .isFalse();
    assertThat(cloud.json("GET", path("/Lists")).getAsJsonArray("lists")).hasSize(1);
    assertThat(cloud.rest("DELETE", path("/Lists/chat")).status()).isEqualTo(204);
    refused(cloud.rest("GET", path("/Lists/chat")), 404, 20404);
  }

  @Test
  void aStreamStoresNoMessages() {
    JsonObject made = cloud.json("POST", path("/Streams"), "UniqueName", "reactions");
    assertThat(made.get("sid").getAsString()).matches("TO[0-9a-f]{32}");
    assertThat(made.has("revision")).isFalse();
    refused(cloud.rest("POST", path("/Streams"), "UniqueName", "reactions"), 409, 54301);
    JsonObject message =
        cloud.json("POST", path("/Streams/reactions/Messages"), "Data", "{\"n\":1}");
    assertThat(message.get("sid").getAsString()).matches("TZ[0-9a-f]{32}");
    assertThat(message.getAsJsonObject("data").get("n").getAsInt()).isOne();
    refused(
        cloud.rest(
            "POST",
            path("/Streams/reactions/Messages"),
            "Data",
            "{\"a\":\"" + "x".repeat(4096) + "\"}"),
        413,
        54006);
    assertThat(cloud.json("POST", path("/Streams/reactions"), "Ttl", "9").get("date_expires"))
        .isNotNull();
    assertThat(cloud.json("GET", path("/Streams")).getAsJsonArray("streams")).hasSize(1);
    assertThat(cloud.rest("DELETE", path("/Streams/reactions")).status()).isEqualTo(204);
    refused(cloud.rest("GET", path("/Streams/reactions")), 404, 20404);
  }

  @Test
  void writingAnItemMayExtendTheCollectionsLife() {
    cloud.json("POST", path("/Maps"), "UniqueName", "m", "Ttl", "10");
    cloud.json("POST", path("/Maps/m/Items"), "Key", "a", "Data", "{}", "CollectionTtl", "0");
    assertThat(cloud.json("GET", path("/Maps/m")).get("date_expires").isJsonNull()).isTrue();
  }

  @Test
  void aDocumentChangesOnlyFromTheNamedRevision() {
    cloud.json("POST", path("/Documents"), "UniqueName", "user-ann", "Data", "{\"a\":1}");
    String document = path("/Documents/user-ann");
    String revision = cloud.json("GET", document).get("revision").getAsString();
    assertThat(
            cloud
                .rest(Map.of("if-match", revision), "POST", document, "Data", "{\"a\":2}")
                .status())
        .isEqualTo(200);
    refused(
        cloud.rest(Map.of("if-match", revision), "POST", document, "Data", "{\"a\":3}"),
        412,
        54103);
    assertThat(cloud.json("GET", document).get("data").toString()).isEqualTo("{\"a\":2}");
    assertThat(cloud.rest("DELETE", document).status()).isEqualTo(204);
    refused(cloud.rest("GET", document), 404, 20404);
  }

  @Test
  void permissionsAreKeptPerIdentity() {
    cloud.json("POST", path("/Maps"), "UniqueName", "speakers");
    String bob = path("/Maps/speakers/Permissions/bob%20b");
    refused(cloud.rest("GET", bob), 404, 20404);
    cloud.json("POST", bob, "Read", "true", "Write", "false", "Manage", "false");
    JsonObject read = cloud.json("GET", bob);
    assertThat(read.get("identity").getAsString()).isEqualTo("bob b");
    assertThat(read.get("read").getAsBoolean()).isTrue();
    assertThat(read.get("write").getAsBoolean()).isFalse();
    assertThat(cloud.json("GET", path("/Maps/speakers/Permissions")).getAsJsonArray("permissions"))
        .hasSize(1);
    assertThat(cloud.rest("DELETE", bob).status()).isEqualTo(204);
    refused(cloud.rest("DELETE", bob), 404, 20404);
  }

  @Test
  void itemsArePaged() {
    cloud.json("POST", path("/Maps"), "UniqueName", "viewers");
    for (int i = 0; i < 25; i++) {
      cloud.json("POST", path("/Maps/viewers/Items"), "Key", "k%02d".formatted(i), "Data", "{}");
    }
    JsonObject page =
        cloud.json("GET", path("/Maps/viewers/Items"), "PageSize", "10", "Order", "desc");
    assertThat(keys(page)).startsWith("k24").endsWith("k15").hasSize(10);
    JsonObject meta = page.getAsJsonObject("meta");
    assertThat(meta.get("key").getAsString()).isEqualTo("items");
    String next = URI.create(meta.get("next_page_url").getAsString()).getQuery();
    JsonObject second =
        cloud.json(
            "GET", path("/Maps/viewers/Items"), "PageToken", next.substring("PageToken=".length()));
    assertThat(keys(second)).startsWith("k14").endsWith("k05");
    assertThat(
            keys(
                cloud.json(
                    "GET", path("/Maps/viewers/Items"), "From", "k22", "Bounds", "exclusive")))
        .containsExactly("k23", "k24");
  }

  private static List<String> keys(JsonObject page) {
    return StreamSupport.stream(page.getAsJsonArray("items").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(item -> item.get("key").getAsString())
        .toList();
  }

  /** Twilio's own library can read all of our answers. */
  @Test
  void twilioJavaReadsEveryShape() {
    var twilio =
        new TwilioRestClient.Builder(SyncCloud.ACCOUNT, "auth")
            .httpClient(new InProcessHttpClient(cloud.router))
            .build();
    Service made =
        Service.creator()
            .setFriendlyName("RM3")
            .setAclEnabled(true)
            .setReachabilityWebhooksEnabled(true)
            .setReachabilityDebouncingEnabled(true)
            .setWebhookUrl(URI.create("https://backend.test/hook"))
            .create(twilio);
    assertThat(made.getAclEnabled()).isTrue();
    assertThat(made.getDateCreated()).isNotNull();
    assertThat(made.getReachabilityDebouncingWindow()).isEqualTo(5000);
    SyncMap map = SyncMap.creator(made.getSid()).setUniqueName("speakers").create(twilio);
    assertThat(map.getRevision()).isEqualTo("0");
    for (int i = 0; i < 120; i++) {
      SyncMapItem.creator(made.getSid(), "speakers", "p" + i, Map.of("host", i == 0))
          .create(twilio);
    }
    SyncMapItem item = SyncMapItem.fetcher(made.getSid(), "speakers", "p0").fetch(twilio);
    assertThat(item.getData()).isEqualTo(Map.of("host", true));
    assertThat(item.getDateUpdated()).isNotNull();
    int read = 0;
    for (SyncMapItem each :
        SyncMapItem.reader(made.getSid(), "speakers").pageSize(50).read(twilio)) {
      assertThat(each.getMapSid()).isEqualTo(map.getSid());
      read++;
    }
    assertThat(read).isEqualTo(120);
    assertThat(SyncMapItem.deleter(made.getSid(), "speakers", "p0").delete(twilio)).isTrue();
    SyncMapPermission permission =
        SyncMapPermission.updater(made.getSid(), "speakers", "bob b", true, false, false)
            .update(twilio);
    assertThat(permission.getRead()).isTrue();
    Document document =
        Document.creator(made.getSid())
            .setUniqueName("user-bob")
            .setData(Map.of("speaker_invite", false))
            .create(twilio);
    assertThat(document.getData()).isEqualTo(Map.of("speaker_invite", false));
    Document changed =
        Document.updater(made.getSid(), "user-bob")
            .setData(Map.of("speaker_invite", true))
            .update(twilio);
    assertThat(changed.getData()).isEqualTo(Map.of("speaker_invite", true));
    assertThat(Document.reader(made.getSid()).read(twilio)).hasSize(1);
    assertThat(SyncMap.reader(made.getSid()).read(twilio)).hasSize(1);
    assertThat(Service.deleter(made.getSid()).delete(twilio)).isTrue();
  }
}
