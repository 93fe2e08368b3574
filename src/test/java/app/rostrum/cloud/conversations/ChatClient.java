package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.twilsock.FakeSocket;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of Conversations that sends whatever a test tells it to, valid or not. */
final class ChatClient {
  final FakeSocket socket;
  private final String service;

  ChatClient(ChatCloud cloud, String service, String identity) {
    this(cloud, service, ChatCloud.token(identity, service), "ip_messaging");
  }

  ChatClient(ChatCloud cloud, String service, String token, String... products) {
    this.service = service;
    this.socket = new FakeSocket(cloud.endpoint);
    assertThat(socket.init(token, products).status().code()).isEqualTo(200);
  }

  TwilsockMessage.Reply call(String method, String path, String body) {
    return call(method, path, body, Map.of());
  }

  TwilsockMessage.Reply call(String method, String path, String body, Map<String, String> headers) {
    return socket.ask(
        "ip_messaging", new HttpCall("aim.example.test", path, method, Map.of(), headers), body);
  }

  String conversations(String conversation) {
    return "/Client/v2/Services/" + service + "/Conversations/" + SyncPath.encode(conversation);
  }

  TwilsockMessage.Reply send(String conversation, String json) {
    return call("POST", conversations(conversation) + "/Messages", json);
  }

  TwilsockMessage.Reply sendOnce(String conversation, String json, String mutation) {
    return call(
        "POST",
        conversations(conversation) + "/Messages",
        json,
        Map.of("X-Twilio-Mutation-Id", mutation));
  }

  /** Asserts a refusal and returns its {@code status/code}. */
  static String refusal(TwilsockMessage.Reply reply) {
    assertThat(reply.httpStatus()).as(reply.text()).isGreaterThanOrEqualTo(400);
    JsonObject body = FakeSocket.json(reply);
    assertThat(body.get("status").getAsInt()).isEqualTo(reply.httpStatus());
    assertThat(body.get("message").getAsString()).isNotBlank();
    assertThat(body.has("more_info")).isTrue();
    return reply.httpStatus() + "/" + body.get("code").getAsInt();
  }

  static JsonObject ok(TwilsockMessage.Reply reply) {
    assertThat(reply.httpStatus()).as(reply.text()).isBetween(200, 299);
    return reply.text().isEmpty() ? new JsonObject() : FakeSocket.json(reply);
  }

  /** Subscribes to an object from its newest event on, and returns the type of the answer. */
  String subscribe(String sid, String type) {
    socket.received.clear();
    var unused =
        call(
            "POST",
            "/v4/Subscriptions",
            """
            {"event_protocol_version":4,"action":"establish","correlation_id":1,
            "requests":[{"object_sid":"%s","object_type":"%s"}]}\
            """
                .formatted(sid, type));
    return socket.awaitResult(1).get("event_type").getAsString();
  }

  /** Returns the events of one type that have arrived. */
  List<JsonObject> events(String type) {
    var events = new ArrayList<JsonObject>();
    for (JsonObject notification : socket.notifications()) {
      if (notification.has("event_type")
          && notification.get("event_type").getAsString().equals(type)) {
        notification.getAsJsonArray("events").forEach(e -> events.add(e.getAsJsonObject()));
      }
    }
    return events;
  }
}
