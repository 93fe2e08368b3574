package app.rostrum.wire.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  void tooManySubscriptionsInOneRequestAreRefused() {
    String one = "{\"object_sid\":\"MP1\"},";
    String all = one.repeat(1001);
    assertThatThrownBy(
            () ->
                SubscriptionRequest.parse(
                    json(
                        "{\"action\":\"establish\",\"correlation_id\":1,\"requests\":["
                            + all.substring(0, all.length() - 1)
                            + "]}")))
        .isInstanceOf(SyncFormatException.class);
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
  void timesAreReadInAnyPrecision() {
    assertThat(SyncTime.parse("2026-11-22T08:33:58Z"))
        .isEqualTo(SyncTime.parse("2026-11-22T09:33:58.000+01:00"));
    assertThat(SyncTime.format(Instant.parse("2026-11-22T08:33:58Z")))
        .isEqualTo("2026-11-22T08:33:58.000Z");
    assertThat(SyncTime.parse("yesterday")).isNull();
    assertThat(SyncTime.parse(null)).isNull();
  }
}
