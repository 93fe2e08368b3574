package app.rostrum.wire.room;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * A frame of the connection layer (TCMP version 2): one JSON object per WebSocket text message.
 * Bodies are room messages, see {@link ClientMessage} and {@link ServerMessage}.
 */
public sealed interface Frame {
  /**
   * The longest frame that is read, in characters: room for a sync with a session description per
   * connection.
   */
  int MAX_LENGTH = 1 << 20;

  /** The version that both ends speak. */
  int VERSION = 2;

  /**
   * The client's first frame, repeated until a {@link Welcome} answers it.
   *
   * @param id new for every hello
   * @param timeoutMillis the heartbeat interval that the client would like
   * @param cookie echoed from {@link Busy}
   * @param body the first room message: ice, connect or sync
   */
  record Hello(
      String id, int timeoutMillis, int version, Optional<String> cookie, Optional<JsonObject> body)
      implements Frame {}

  /** Accepts a hello. */
  record Welcome(int negotiatedTimeoutMillis) implements Frame {}

  record Heartbeat() implements Frame {}

  /** Carries a room message, and counts as a heartbeat. */
  record Msg(JsonObject body) implements Frame {}

  /**
   * Refuses a hello for now.
   *
   * @param retryAfterMillis negative means never
   * @param keepAlive whether the client may say hello again on this socket
   */
  record Busy(int retryAfterMillis, boolean keepAlive, Optional<String> cookie) implements Frame {}

  /** Rejects a hello that cannot be used. */
  record Bad(String reason) implements Frame {}

  record Bye() implements Frame {}

  /** A frame of a type that this version does not know. */
  record Unknown(String type) implements Frame {}

  /**
   * Reads a frame.
   *
   * @throws MalformedMessageException if it is not JSON, too long, or lacks a required field
   */
  static Frame parse(String text) throws MalformedMessageException {
    JsonObject json = RoomJson.object(text);
    String type = RoomJson.required(json, "type");
    return switch (type) {
      case "hello" ->
          new Hello(
              RoomJson.text(json, "id"),
              RoomJson.number(json, "timeout", 5000),
              RoomJson.number(json, "version", VERSION),
              RoomJson.optionalText(json, "cookie"),
              RoomJson.child(json, "body"));
      case "welcome" -> new Welcome(RoomJson.number(json, "negotiatedTimeout", 5000));
      case "heartbeat" -> new Heartbeat();
      case "msg" -> new Msg(RoomJson.requiredChild(json, "body"));
      case "busy" ->
          new Busy(
              RoomJson.number(json, "retryAfter", -1),
              RoomJson.flag(json, "keepAlive", false),
              RoomJson.optionalText(json, "cookie"));
      case "bad" -> new Bad(RoomJson.text(json, "reason"));
      case "bye" -> new Bye();
      default -> new Unknown(type);
    };
  }

  /** Returns the frame as it goes over the wire. */
  default String encode() {
    var json = new JsonObject();
    switch (this) {
      case Hello hello -> {
        json.addProperty("type", "hello");
        json.addProperty("id", hello.id());
        json.addProperty("timeout", hello.timeoutMillis());
        json.addProperty("version", hello.version());
        hello.cookie().ifPresent(cookie -> json.addProperty("cookie", cookie));
        hello.body().ifPresent(body -> json.add("body", body));
      }
      case Welcome welcome -> {
        json.addProperty("type", "welcome");
        json.addProperty("negotiatedTimeout", welcome.negotiatedTimeoutMillis());
      }
      case Heartbeat _ -> json.addProperty("type", "heartbeat");
      case Msg msg -> {
        json.addProperty("type", "msg");
        json.add("body", msg.body());
      }
      case Busy busy -> {
        json.addProperty("type", "busy");
        json.addProperty("retryAfter", busy.retryAfterMillis());
        json.addProperty("keepAlive", busy.keepAlive());
        busy.cookie()
            .ifPresentOrElse(
                cookie -> json.addProperty("cookie", cookie),
                () -> json.add("cookie", JsonNull.INSTANCE));
      }
      case Bad bad -> {
        json.addProperty("type", "bad");
        json.addProperty("reason", bad.reason());
      }
      case Bye _ -> json.addProperty("type", "bye");
      case Unknown unknown -> json.addProperty("type", unknown.type());
    }
    return json.toString();
  }
}
