package app.rostrum.wire.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, subscription requests, events. */
class SyncMessagesTest {
  private static JsonObject json(String text) {
    return JsonFields.parseObject(text).orElseThrow();
  }

  @Test
  void pathsAreDecodedFromTheVersionOn() throws Exception {
    SyncPath path =
        SyncPath.parse(
            "/any/prefix/v3/Maps/MP1/Items/carol%20key%2F%C3%A9+",
            Map.of("From", "k%201%2F%C3%A9"));
    assertThat(path.segments()).containsExactly("v3", "Maps", "MP1", "Items", "carol key/é+");
    assertThat(path.params()).containsEntry("From", "k 1/é");
    assertThat(SyncPath.decode(SyncPath.encode("é ✓/%😀+~"))).isEqualTo("é ✓/%😀+~");
  }

  /** RFC 3986, section 2.3. */
  @Test
  void onlyUnreservedCharactersStayAsTheyAre() throws Exception {
    String unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (int c = 0; c < 128; c++) {
      String text = String.valueOf((char) c);
      assertThat(SyncPath.encode(text))
          .isEqualTo(unreserved.contains(text) ? text : String.format("%%%02X", c));
      assertThat(SyncPath.decode(SyncPath.encode(text))).isEqualTo(text);
    }
    assertThat(SyncPath.encode("\u00af\u07ff")).isEqualTo("%C2%AF%DF%BF");
    assertThat(SyncPath.decode("%c2%af")).isEqualTo("\u00af");
    assertThat(SyncPath.decode("%00")).isEqualTo("\0");
  }

  @Test
  void theLongestPathAndParameterAreRead() throws Exception {
    String path = "/v3/" + "x".repeat(8188);
    String param = "y".repeat(8192);
    assertThat(SyncPath.parse(path, Map.of("From", param)).params()).containsEntry("From", param);
    assertThat(SyncPath.parse("/v4/Maps", Map.of()).segments()).containsExactly("v4", "Maps");
    assertThatThrownBy(() -> SyncPath.parse(path + "x", Map.of()))
        .isInstanceOf(SyncFormatException.class);
    assertThatThrownBy(() -> SyncPath.parse(path, Map.of("From", param + "y")))
        .isInstanceOf(SyncFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/Maps", "/v3/%", "/v3/%4", "/v3/%zz", "/v3/%ff", "/v3/%c3"})
  void pathsThatCannotBeReadAreRefused(String path) {
    assertThatThrownBy(() -> SyncPath.parse(path, Map.of()))
        .isInstanceOf(SyncFormatException.class);
  }

  @Test
  void aNullAndAnAbsentLastEventIdMeanFromNow() throws Exception {
    SubscriptionRequest request =
        SubscriptionRequest.parse(
            json(
                """
                {"event_protocol_version":4,"action":"establish","correlation_id":1795336440683,
                "retried_requests":0,"ttl_in_s":-1,"requests":[
                {"object_sid":"MP1","object_type":"map","last_event_id":6},
                {"object_sid":"MP2","object_type":"map","last_event_id":null},
                {"object_sid":"MP3","object_type":"map"}]}
                """));
    assertThat(request.correlationId()).isEqualTo(1795336440683L);
    assertThat(request.targets())
        .extracting(SubscriptionRequest.Target::lastEventId)
        .containsExactly(6L, null, null);
    assertThat(SubscriptionRequest.parse(request.toJson())).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"establish\"}",
        "{\"action\":\"establish\",\"correlation_id\":\"1\"}",
        "{\"action\":\"establish\",\"correlation_id\":1,\"requests\":[{}]}",
        "{\"action\":\"establish\",\"correlation_id\":1,\"requests\":[5]}",
        "{\"action\":\"remove\",\"correlation_id\":1}"
      })
  void incompleteSubscriptionRequestsAreRefused(String text) {
    assertThatThrownBy(() -> SubscriptionRequest.parse(json(text)))
        .isInstanceOf(SyncFormatException.class);
  }

  @Test
  void tooManySubscriptionsInOneRequestAreRefused() throws Exception {
    String request =
        "{\"action\":\"cancel\",\"correlation_id\":1,\"requests\":[%s{\"object_sid\":\"MP1\"}]}";
    String one = "{\"object_sid\":\"MP1\"},";
    SubscriptionRequest largest =
        SubscriptionRequest.parse(json(request.formatted(one.repeat(999))));
    assertThat(largest.targets()).hasSize(SubscriptionRequest.MAX_TARGETS);
    assertThat(largest.establish()).isFalse();
    assertThat(largest.protocolVersion()).isEqualTo(3);
    JsonObject larger = json(request.formatted(one.repeat(1000)));
    assertThatThrownBy(() -> SubscriptionRequest.parse(larger))
        .isInstanceOf(SyncFormatException.class);
  }

  @Test
  void subscriptionRequestsHaveTheFormOfTheProtocol() throws Exception {
    for (boolean establish : new boolean[] {true, false}) {
      var request =
          new SubscriptionRequest(
              4,
              establish,
              9,
              2,
              List.of(new SubscriptionRequest.Target("MP1", "map", establish ? 6L : null)));
      JsonObject written =
          json(
              """
              {"event_protocol_version":4,"action":"%s","correlation_id":9,"retried_requests":2,
              "ttl_in_s":-1,"requests":[{"object_sid":"MP1","object_type":"map"%s}]}\
              """
                  .formatted(
                      establish ? "establish" : "cancel", establish ? ",\"last_event_id\":6" : ""));
      assertThat(request.toJson()).isEqualTo(written);
      assertThat(SubscriptionRequest.parse(written)).isEqualTo(request);
    }
  }

  @Test
  void pagesHoldItemsOfMapsAndLists() {
    ItemPage page =
        ItemPage.parse(
            json(
                """
                {"items":[
                {"key":"k","last_event_id":"7","data":{"a":1},"date_created":"2026-11-22T08:33:58Z",
                 "date_updated":"2026-11-22T08:33:59Z","date_expires":"2026-11-23T08:33:58Z"},
                {"index":"12","last_event_id":3},{"index":4,"key":"5"},{"data":{}},7],
                "meta":{"next_token":"t"}}
                """));
    Instant created = Instant.parse("2026-11-22T08:33:58Z");
    var none = new JsonObject();
    assertThat(page)
        .isEqualTo(
            new ItemPage(
                List.of(
                    new ItemPage.Item(
                        "k",
                        7,
                        json("{\"a\":1}"),
                        created,
                        created.plusSeconds(1),
                        created.plusSeconds(86_400)),
                    new ItemPage.Item("12", 3, none, Instant.EPOCH, Instant.EPOCH, null),
                    new ItemPage.Item("5", -1, none, Instant.EPOCH, Instant.EPOCH, null)),
                "t"));
    assertThat(page.items())
        .extracting(ItemPage.Item::index)
        .containsExactly(OptionalLong.empty(), OptionalLong.of(12), OptionalLong.of(5));
    assertThat(ItemPage.index(json("{\"index\":\"4\"}"))).hasValue(4);
    assertThat(ItemPage.index(none)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"meta\":{}}", "{\"meta\":{\"next_token\":\"\"}}"})
  void theLastPageHasNoToken(String text) {
    assertThat(ItemPage.parse(json(text))).isEqualTo(new ItemPage(List.of(), null));
  }

  @Test
  void eventsSurviveTheWireInBothVersions() throws Exception {
    Instant time = Instant.parse("2026-11-22T08:33:58.927Z");
    JsonObject data = json("{\"emoji\":\"é✓😀\"}");
    List<SyncEvent> events =
        List.of(
            new SyncEvent.ItemWritten(true, 1, "MP1", "1", time, "k", "u", "1", data, null, time),
            new SyncEvent.ItemWritten(false, 2, "MP1", "2", time, "k", "u", "2", data, time, null),
            new SyncEvent.ItemRemoved(3, "MP1", "3", time, "k", data),
            new SyncEvent.MapRemoved(4, "MP1", "4", time),
            new SyncEvent.DocumentUpdated(5, "ET1", "5", time, data, null),
            new SyncEvent.DocumentUpdated(6, "ET1", "6", time, data, time),
            new SyncEvent.DocumentRemoved(6, "ET1", "6", time),
            new SyncEvent.ListItemWritten(true, 1, "ES1", "1", time, 0, "u", "1", data, null),
            new SyncEvent.ListItemWritten(false, 2, "ES1", "2", time, 7, "u", "2", data, time),
            new SyncEvent.ListItemRemoved(3, "ES1", "3", time, 7, data),
            new SyncEvent.ListContextUpdated(4, "ES1", "4", time, data),
            new SyncEvent.ListRemoved(5, "ES1", "5", time),
            new SyncEvent.StreamMessagePublished(1, "TO1", "TZ1", data, time),
            new SyncEvent.StreamRemoved(2, "TO1", time),
            new SyncEvent.Established("MP1", "map", true, -1),
            new SyncEvent.Established("MP1", "map", false, 7),
            new SyncEvent.Canceled("MP1", "map"),
            new SyncEvent.Failed("MP1", "map", 403, 54007, "no"));
    for (SyncEvent event : events) {
      String text = SyncNotification.encode(event);
      for (byte[] payload :
          List.of(
              SyncNotification.version3(event.type(), text, 8L),
              SyncNotification.version4(event.type(), List.of(text), 8L))) {
        SyncNotification read =
            SyncNotification.parse(json(new String(payload, StandardCharsets.UTF_8)));
        assertThat(read.events()).containsExactly(event);
        assertThat(text).contains("\"" + event.objectSid() + "\"");
        assertThat(event.objectSid()).hasSize(3);
        assertThat(read.correlationId()).isEqualTo(8);
      }
    }
  }

  @Test
  void unknownOrIncompleteEventsAreLeftOut() throws Exception {
    SyncNotification read =
        SyncNotification.parse(
            json(
                """
                {"event_type":"map_item_added","events":[{"id":1},
                {"id":2,"map_sid":"MP1","item_key":"k"},7]}
                """));
    assertThat(read.events()).hasSize(1);
    assertThat(
            SyncNotification.parse(json("{\"event_type\":\"new_thing\",\"event\":{\"a\":1}}"))
                .events())
        .containsExactly(new SyncEvent.Unknown("new_thing", json("{\"a\":1}")));
  }

  @Test
  void objectsAreDescribedByAddresses() throws Exception {
    assertThat(
            ObjectDescriptor.parse(
                json(
                    """
                    {"sid":"MP1","unique_name":"n","url":"u","links":{"items":"i","x":7},
                    "last_event_id":"8","data":{"a":1}}\
                    """)))
        .isEqualTo(
            new ObjectDescriptor("MP1", "n", "u", Map.of("items", "i"), 8, json("{\"a\":1}")));
    assertThat(ObjectDescriptor.parse(json("{\"sid\":\"MP1\",\"url\":\"u\"}")))
        .isEqualTo(new ObjectDescriptor("MP1", null, "u", Map.of(), -1, new JsonObject()));
    for (String text : List.of("{\"sid\":\"MP1\"}", "{\"url\":\"u\"}")) {
      assertThatThrownBy(() -> ObjectDescriptor.parse(json(text)))
          .isInstanceOf(SyncFormatException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7,                        7",
    "-1,                       -1",
    "'\"9223372036854775807\"', 9223372036854775807",
    "'\"-1\"',                 -1",
    "'\"\"',                   ",
    "'\"1.5\"',                ",
    "'\"9223372036854775808\"', ",
    "'\"00000000000000000001\"', ",
    "1.5,                      ",
    "null,                     ",
    "[],                       "
  })
  void wholeNumbersAreReadFromTextsToo(String value, @Nullable Long number) {
    assertThat(WholeNumbers.read(json("{\"id\":" + value + "}"), "id")).isEqualTo(number);
  }

  @Test
  void timesAreReadInAnyPrecision() {
    assertThat(SyncTime.parse("2026-11-22T08:33:58Z"))
        .isEqualTo(SyncTime.parse("2026-11-22T09:33:58.000+01:00"));
    assertThat(SyncTime.format(Instant.parse("2026-11-22T08:33:58Z")))
        .isEqualTo("2026-11-22T08:33:58.000Z");
    assertThat(SyncTime.parse("yesterday")).isNull();
    assertThat(SyncTime.parse(null)).isNull();
  }
}
