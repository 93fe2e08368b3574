package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockFrame;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A connection that remembers which notifications it was sent. */
final class RecordedConnection implements Connection {
  /** A notification as it arrived. */
  record Heard(String messageType, JsonObject payload) {
    List<JsonObject> events() {
      return payload.has("event")
          ? List.of(payload.getAsJsonObject("event"))
          : payload.getAsJsonArray("events").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .toList();
    }

    /** The events in short: type, then id, newest id, or status and code of a failure. */
    private List<String> words() {
      return events().stream().map(e -> payload.get("event_type").getAsString() + of(e)).toList();
    }

    private static String of(JsonObject event) {
      if (event.has("id")) {
        return " " + event.get("id");
      }
      if (event.has("error")) {
        JsonObject error = event.getAsJsonObject("error");
        return " " + error.get("status") + " " + error.get("code");
      }
      return event.has("last_event_id") ? " " + event.get("last_event_id") : "";
    }
  }

  final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final String identity;

  RecordedConnection(String identity) {
    this.identity = identity;
  }

  @Override
  public String id() {
    return "CO-" + identity;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public void send(byte[] frame) {
    try {
      var notification =
          (TwilsockMessage.Notification) TwilsockMessage.read(TwilsockFrame.parse(frame));
      heard.add(
          new Heard(
              notification.messageType(),
              JsonParser.parseString(new String(notification.payload(), StandardCharsets.UTF_8))
                  .getAsJsonObject()));
    } catch (TwilsockFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks to subscribe to an object, from the event {@code since}, or from now if that is null. */
  void establish(HostedService service, HostedObject object, @Nullable Long since) {
    request(service, true, object.sid(), object.type(), since);
  }

  void request(
      HostedService service, boolean establish, String sid, String type, @Nullable Long since) {
    var target = new SubscriptionRequest.Target(sid, type, since);
    service
        .subscriptions()
        .handle(this, new SubscriptionRequest(4, establish, 7, 0, List.of(target)));
  }

  List<String> words() {
    return heard.stream().flatMap(h -> h.words().stream()).toList();
  }

  /** Waits until as much has been heard, and compares it. */
  void hears(String... words) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .untilAsserted(() -> assertThat(words()).containsExactly(words));
  }

  /** Returns the message types of what was heard, each by the type of its events. */
  Map<String, String> messageTypes() {
    return heard.stream()
        .collect(
            Collectors.toMap(
                h -> h.payload().get("event_type").getAsString(), Heard::messageType, (a, b) -> b));
  }
}
