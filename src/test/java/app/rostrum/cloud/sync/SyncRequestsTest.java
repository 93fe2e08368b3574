package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests of Sync clients and their answers (protocol note, section 3). */
class SyncRequestsTest {
  private static final String BASE = "https://cds.us1.twilio.com/v3/";
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);

  @BeforeEach
  void createOneOfEach() {
    for (ObjectKind kind : ObjectKind.values()) {
      on.create(kind, Caller.BACKEND, "o", null);
    }
  }

  @AfterEach
  void close() {
    on.close();
  }

  private TwilsockAnswer ask(
      String method, String path, @Nullable String body, @Nullable String ifMatch, String query) {
    var params = new HashMap<String, String>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
      params.put(pair.split("=")[0], pair.split("=")[1]);
    }
    var call =
        new HttpCall(
            "cds.us1.twilio.com",
            path,
            method,
            params,
            ifMatch == null ? Map.of() : Map.of("if-match", ifMatch));
    try {
      return new SyncDispatcher(on.service)
          .answer(
              new RecordedConnection("ann"),
              new TwilsockMessage.Request(
                  "TM1",
                  SyncProduct.NAME,
                  call,
                  (body == null ? "" : body).getBytes(StandardCharsets.UTF_8)));
    } catch (Refusal refusal) {
      return TwilsockAnswer.refused(refusal);
    }
  }

  private JsonObject body(String method, String path, String body) {
    TwilsockAnswer answer = ask(method, path, body, null, "");
    assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 201);
    return requireNonNull(answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Objects: create, get, change, delete; nothing else.
        "POST | Documents | {'data':{'n':1},'unique_name':'n'} | 201",
        "POST | Documents | | 201",
        "POST | Documents | {'unique_name':'o'} | 409 54301",
        "POST | Documents | {'data':'text'} | 400 20001",
        "POST | Documents | [] | 400 20001",
        "GET | Documents | | 405 20004",
        "GET | Documents/o | | 200",
        "POST | Documents/o | {'data':{}} | 200",
        "POST | Documents/o | {'ttl':9} | 200",
        "POST | Documents/o | {'ttl':-5} | 400 54011",
        "POST | Documents/o | {'ttl':99999999999} | 400 54011",
        "POST | Documents/o | {} | 400 54010",
        "PUT | Documents/o | {'data':{}} | 405 20004",
        "DELETE | Documents/o | data_sync | 200",
        "GET | Documents/p | | 404 54100",
        "GET | Documents/o/Items | | 404 20404",
        "POST | Maps | {'ttl':9} | 201",
        "PUT | Maps | {} | 405 20004",
        "GET | Maps/o | | 200",
        "POST | Maps/o | {'ttl':0} | 200",
        "POST | Maps/o | {'data':{}} | 400 54010",
        "DELETE | Maps/o | data_sync | 200",
        "PUT | Maps/o | {} | 405 20004",
        "GET | Maps/p | | 404 54200",
        "POST | Lists | {'context':{'n':1}} | 201",
        "DELETE | Lists | | 405 20004",
        "GET | Lists/o | | 200",
        "POST | Lists/o | {'ttl':9} | 200",
        "DELETE | Lists/o | data_sync | 200",
        "GET | Lists/p | | 404 54150",
        "POST | Streams | {'unique_name':'n'} | 201",
        "GET | Streams | | 405 20004",
        "GET | Streams/o | | 200",
        "POST | Streams/o | {'ttl':9} | 200",
        "DELETE | Streams/o | data_sync | 200",
        "GET | Streams/p | | 404 54250",
        // Items.
        "GET | Maps/o/Items | | 200",
        "POST | Maps/o/Items | {} | 405 20004",
        "GET | Maps/o/Items/a | | 200",
        "GET | Maps/o/Items/b | | 404 54201",
        "GET | Maps/p/Items/a | | 404 54200",
        "PUT | Maps/o/Items/a | {'data':{}} | 200",
        "PUT | Maps/o/Items/b | {'data':{}} | 201",
        "PUT | Maps/o/Items/b | {'ttl':9} | 400 54010",
        "POST | Maps/o/Items/a | {'ttl':9} | 200",
        "POST | Maps/o/Items/a | {'data':{}} | 200",
        "POST | Maps/o/Items/a | {} | 400 54010",
        "POST | Maps/o/Items/b | {'ttl':9} | 404 54201",
        "DELETE | Maps/o/Items/a | data_sync | 200",
        "DELETE | Maps/o/Items/b | data_sync | 404 54201",
        "PATCH | Maps/o/Items/a | | 405 20004",
        "GET | Maps/o/Others | | 404 20404",
        "GET | Maps/o/Others/a | | 404 20404",
        "GET | Maps/o/Items/a/b | | 404 20404",
        "GET | Lists/o/Items | | 200",
        "POST | Lists/o/Items | {'data':{}} | 201",
        "POST | Lists/o/Items | {} | 400 54010",
        "PUT | Lists/o/Items | {'data':{}} | 405 20004",
        "GET | Lists/o/Items/0 | | 200",
        "GET | Lists/o/Items/1 | | 404 54151",
        "GET | Lists/o/Items/-1 | | 400 20001",
        "GET | Lists/o/Items/x | | 400 20001",
        "POST | Lists/o/Items/0 | {'ttl':9} | 200",
        "DELETE | Lists/o/Items/0 | data_sync | 200",
        "PUT | Lists/o/Items/0 | {'data':{}} | 405 20004",
        "GET | Lists/o/Context | | 200",
        "POST | Lists/o/Context | {'data':{}} | 200",
        "PUT | Lists/o/Context | {'data':{}} | 200",
        "POST | Lists/o/Context | {} | 400 54010",
        "DELETE | Lists/o/Context | | 405 20004",
        "GET | Lists/o/Context/a | | 404 20404",
        "GET | Lists/o/Others | | 404 20404",
        "POST | Streams/o/Messages | {'data':{}} | 201",
        "POST | Streams/o/Messages | {} | 400 54010",
        "GET | Streams/o/Messages | | 405 20004",
        "POST | Streams/o/Others | {'data':{}} | 404 20404",
        "POST | Streams/o/Messages/a | {'data':{}} | 404 20404",
        "GET | Others | | 404 20404",
        "GET | '' | | 404 20404",
      })
  void everyPathAndMethodHasItsAnswer(
      String method, String path, @Nullable String body, String answer) {
    TwilsockAnswer given =
        ask(method, "/v3/" + path, body == null ? null : body.replace('\'', '"'), null, "");
    JsonObject error = given.body();
    String code = given.status() >= 400 && error != null ? " " + error.get("code") : "";
    assertThat(given.status() + code).isEqualTo(answer);
    if (method.equals("DELETE") && given.status() == 200) {
      assertThat(ask("GET", "/v3/" + path, null, null, "").status()).isEqualTo(404);
    }
  }

  @Test
  void onlyTheKnownVersionsArePaths() {
    assertThat(ask("GET", "/v3", null, null, "").status()).isEqualTo(404);
    assertThat(ask("GET", "/v4/Maps/o", null, null, "").status()).isEqualTo(404);
    assertThat(ask("GET", "/Maps/o", null, null, "").status()).isEqualTo(404);
    on.service.update(ServiceSettings.DEFAULTS);
    on.services.delete(on.service.sid());
    JsonObject gone = requireNonNull(ask("GET", "/v3/Others", null, null, "").body());
    assertThat(gone.get("code").getAsInt()).isEqualTo(54050);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, Documents/o, 0, 54103",
    "PUT, Maps/o/Items/a, 1, 54205",
    "POST, Maps/o/Items/a, 1, 54205",
    "DELETE, Maps/o/Items/a, 1, 54205",
    "POST, Lists/o/Items/0, 1, 54155",
    "DELETE, Lists/o/Items/0, 1, 54155",
  })
  void ifMatchNamesTheRevision(String method, String path, String revision, int code) {
    JsonObject refused =
        requireNonNull(ask(method, "/v3/" + path, "{\"data\":{}}", "8", "").body());
    assertThat(refused.get("status").getAsInt()).isEqualTo(412);
    assertThat(refused.get("code").getAsInt()).isEqualTo(code);
    assertThat(ask(method, "/v3/" + path, "{\"data\":{}}", revision, "").status()).isEqualTo(200);
  }

  /** Compares JSON with a text that has single quotes in place of double ones. */
  private static void shows(JsonElement json, String expected) {
    assertThat(GSON.toJson(json)).isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void aDescriptorHasTheFieldsOfItsKind(ObjectKind kind) {
    String sid = on.find(kind, "o").sid();
    assertThat(sid).startsWith(kind.prefix()).hasSize(34);
    String ofKind =
        switch (kind) {
          case DOCUMENT ->
              """
              'data':{'n':0},'links':{'permissions':'URL/Permissions'},\
              'revision':'0','last_event_id':-1,\
              """;
          case LIST ->
              """
              'links':{'permissions':'URL/Permissions','items':'URL/Items','context':'URL/Context'},\
              'revision':'1','last_event_id':1,\
              """;
          case MAP ->
              """
              'links':{'permissions':'URL/Permissions','items':'URL/Items'},\
              'revision':'1','last_event_id':1,\
              """;
          case STREAM -> "'links':{'messages':'URL/Messages'},";
        };
    JsonObject changed = body("POST", "/v3/" + kind.path() + "/o", "{\"ttl\":9}");
    shows(
        changed,
        """
        {'sid':'%s','unique_name':'o','account_sid':'AC1','service_sid':'%s','url':'URL',%s\
        'date_created':'2026-11-22T10:00:00.000Z','date_updated':'2026-11-22T10:00:00.000Z',\
        'date_expires':'2026-11-22T10:00:09.000Z','created_by':'system'}\
        """
            .formatted(sid, on.service.sid(), ofKind)
            .replace("URL", BASE + kind.path() + "/" + sid));
    assertThat(body("GET", "/v3/" + kind.path() + "/" + sid, "")).isEqualTo(changed);
    on.clock.advance(Duration.ofSeconds(1));
    String with = "{\"unique_name\":\"new\",\"data\":{\"n\":7},\"ttl\":8}";
    JsonObject created = body("POST", "/v3/" + kind.path(), with);
    assertThat(created.get("unique_name").getAsString()).isEqualTo("new");
    assertThat(created.get("created_by").getAsString()).isEqualTo("ann");
    assertThat(created.get("date_expires").getAsString()).isEqualTo("2026-11-22T10:00:09.000Z");
    if (kind == ObjectKind.DOCUMENT) {
      assertThat(created.get("data")).isEqualTo(data(7));
    }
  }

  @ParameterizedTest
  @CsvSource({"Maps, map_sid, 'b c', b%20c", "Lists, list_sid, 1, 1"})
  void anItemHasTheFieldsThatTheSdkReads(String path, String sidName, String position, String raw) {
    String items = "/v3/" + path + "/o/Items";
    String data = "{\"data\":{\"n\":4},\"ttl\":9}";
    JsonObject written =
        path.equals("Maps") ? body("PUT", items + "/" + raw, data) : body("POST", items, data);
    JsonObject read = body("GET", items + "/" + raw, "");
    String sid = on.find(path.equals("Maps") ? ObjectKind.MAP : ObjectKind.LIST, "o").sid();
    shows(
        read,
        """
        {%s,'account_sid':'AC1','service_sid':'%s','%s':'%s','url':'%s','revision':'2',\
        'last_event_id':2,'data':{'n':4},'date_created':'2026-11-22T10:00:00.001Z',\
        'date_updated':'2026-11-22T10:00:00.000Z','date_expires':'2026-11-22T10:00:09.000Z',\
        'created_by':'ann'}\
        """
            .formatted(
                path.equals("Maps") ? "'key':'" + position + "'" : "'index':" + position,
                on.service.sid(),
                sidName,
                sid,
                BASE + path + "/" + sid + "/Items/" + raw));
    read.remove("data");
    assertThat(written).isEqualTo(read);
    JsonObject updated = body("POST", items + "/" + raw, "{\"data\":{\"n\":5},\"ttl\":0}");
    assertThat(updated.get("revision").getAsString()).isEqualTo("3");
    assertThat(updated.has("data")).isFalse();
    assertThat(updated.get("date_expires").isJsonNull()).isTrue();
    assertThat(body("GET", items + "/" + raw, "").get("data")).isEqualTo(data(5));
    shows(
        body("DELETE", items + "/" + raw, "data_sync"),
        "{'last_event_id':4,'date_updated':'2026-11-22T10:00:00.000Z'}");
  }

  @Test
  void aListsContextIsReadAndReplaced() {
    JsonObject read = body("GET", "/v3/Lists/o/Context", "");
    String sid = on.find(ObjectKind.LIST, "o").sid();
    shows(
        read,
        """
        {'list_sid':'%s','url':'%s/Context','revision':'1','last_event_id':1,'data':{'n':0},\
        'date_created':'2026-11-22T10:00:00.000Z','date_updated':'2026-11-22T10:00:00.000Z',\
        'date_expires':null}\
        """
            .formatted(sid, BASE + "Lists/" + sid));
    JsonObject written = body("POST", "/v3/Lists/o/Context", "{\"data\":{\"n\":3}}");
    assertThat(written.get("data")).isEqualTo(data(3));
    assertThat(written.get("last_event_id").getAsLong()).isEqualTo(2);
    JsonObject created = body("POST", "/v3/Lists", "{\"context\":{\"n\":6}}");
    assertThat(
            body("GET", "/v3/Lists/" + created.get("sid").getAsString() + "/Context", "")
                .get("data"))
        .isEqualTo(data(6));
  }

  @Test
  void aMapComesWithItsItemsIfAsked() {
    HostedMap map = on.service.map("o");
    for (int i = 0; i < 100; i++) {
      map.create(Caller.BACKEND, "k" + i, data(i), null);
    }
    JsonObject with = requireNonNull(ask("GET", "/v3/Maps/o", null, null, "Include=items").body());
    assertThat(with.getAsJsonArray("items")).hasSize(100);
    assertThat(with.getAsJsonArray("items").get(0).getAsJsonObject().get("data"))
        .isEqualTo(data(0));
    assertThat(map.lock.isLocked()).isFalse();
    assertThat(body("GET", "/v3/Maps/o", "").has("items")).isFalse();
    JsonObject other =
        requireNonNull(ask("GET", "/v3/Maps/o", null, null, "Include=others").body());
    assertThat(other.has("items")).isFalse();
    assertThat(ask("POST", "/v3/Maps/o", null, null, "Include=items").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "Maps, Key=a, 1",
    "Maps, Key=A, 0",
    "Maps, Key=b, 0",
    "Lists, Index=0, 1",
    "Lists, Index=1, 0",
    "Maps, PageSize=1, 1",
  })
  void aMissingItemIsAnEmptyPage(String path, String query, int found) {
    TwilsockAnswer answer = ask("GET", "/v3/" + path + "/o/Items", null, null, query);
    JsonObject page = requireNonNull(answer.body());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(page.getAsJsonArray("items").asList().stream().map(SyncRequestsTest::dataOf))
        .isEqualTo(Collections.nCopies(found, data(0)));
    shows(
        page.get("meta"),
        "{'key':'items','page_size':%d,'previous_token':null,'next_token':null}".formatted(found));
  }

  private static JsonElement dataOf(JsonElement item) {
    return item.getAsJsonObject().get("data");
  }

  @Test
  void aPageNamesItsNeighbours() {
    on.service.map("o").create(Caller.BACKEND, "b", data(1), null);
    on.service.map("o").create(Caller.BACKEND, "c", data(2), null);
    JsonObject first =
        requireNonNull(ask("GET", "/v3/Maps/o/Items", null, null, "PageSize=1").body());
    String next = first.getAsJsonObject("meta").get("next_token").getAsString();
    JsonObject second =
        requireNonNull(ask("GET", "/v3/Maps/o/Items", null, null, "PageToken=" + next).body());
    assertThat(second.getAsJsonArray("items").asList().stream().map(SyncRequestsTest::dataOf))
        .isEqualTo(List.of(data(1)));
    assertThat(second.getAsJsonObject("meta").get("previous_token").isJsonPrimitive()).isTrue();
  }

  @Test
  void aMessageIsAnsweredWithItsSid() {
    assertThat(body("POST", "/v3/Streams/o/Messages", "{\"data\":{}}").get("sid").getAsString())
        .matches("TZ[0-9a-f]{32}");
  }

  @Test
  void aSubscriptionIsAcceptedAndCarriedOutAfterwards() {
    String body =
        "{\"action\":\"establish\",\"correlation_id\":1,\"requests\":[{\"object_sid\":\"%s\"}]}"
            .formatted(on.service.map("o").sid());
    TwilsockAnswer answer = ask("POST", "/v4/Subscriptions", body, null, "");
    assertThat(answer.status()).isEqualTo(202);
    shows(
        requireNonNull(answer.body()),
        "{'estimated_delivery_in_ms':10000,'max_batch_size':100,'ttl_in_s':86400}");
    assertThat(on.service.map("o").fanout.subscriptions()).isEmpty();
  }
}
