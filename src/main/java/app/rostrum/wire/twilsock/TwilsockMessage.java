package app.rostrum.wire.twilsock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Twilsock message: one record for each method of a frame, in either direction. */
public sealed interface TwilsockMessage {
  String JSON = "application/json";

  /** Returns an id unique on the connection; a reply has the id of the frame that it answers. */
  String id();

  /** Returns the message as a frame. */
  TwilsockFrame toFrame();

  /** Returns the bytes of the message's frame. */
  default byte[] encode() {
    return toFrame().encode();
  }

  /** Client: authenticates; the first frame. */
  record Init(
      String id,
      String token,
      @Nullable String continuationToken,
      JsonObject metadata,
      JsonArray registrations,
      List<String> capabilities)
      implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "init");
      header.addProperty("token", token);
      header.addProperty("continuation_token", continuationToken);
      header.add("metadata", metadata);
      header.add("registrations", registrations);
      header.add("tweaks", JsonNull.INSTANCE);
      header.add("capabilities", strings(capabilities));
      return TwilsockFrame.of(header);
    }

    @Override
    public String toString() {
      return "Init[" + id + "]";
    }
  }

  /** Client: renews the token of the same identity. */
  record Update(String id, String token) implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "update");
      header.addProperty("token", token);
      return TwilsockFrame.of(header);
    }

    @Override
    public String toString() {
      return "Update[" + id + "]";
    }
  }

  /**
   * Client: sends an HTTP request ({@code message}).
   *
   * @param body must be ignored in a DELETE: official SDKs send bytes there that are not JSON
   */
  record Request(String id, String activeGrant, HttpCall http, byte[] body)
      implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "message");
      header.addProperty("active_grant", activeGrant);
      String type = http.header("Content-Type");
      header.addProperty("payload_type", type == null ? JSON : type);
      header.add("http_request", http.toJson());
      return new TwilsockFrame(header, body);
    }
  }

  /**
   * Either side: answers or acknowledges the frame with this id.
   *
   * @param httpStatus in the answer to a {@link Request}, otherwise 0
   * @param continuationToken in the answer to an {@link Init}
   * @param capabilities in the answer to an {@link Init}
   */
  record Reply(
      String id,
      TwilsockStatus status,
      int httpStatus,
      @Nullable String continuationToken,
      List<String> capabilities,
      byte[] body)
      implements TwilsockMessage {
    private static final byte[] EMPTY = new byte[0];

    /** Returns an acknowledgement. */
    public static Reply acknowledge(String id) {
      return of(id, TwilsockStatus.OK);
    }

    /** Returns a reply with a status only. */
    public static Reply of(String id, TwilsockStatus status) {
      return new Reply(id, status, 0, null, List.of(), EMPTY);
    }

    /** Returns the answer to a {@link Request}. */
    public static Reply http(String id, int httpStatus, byte[] body) {
      return new Reply(id, TwilsockStatus.OK, httpStatus, null, List.of(), body);
    }

    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "reply");
      header.addProperty("payload_type", JSON);
      header.add("status", status.toJson());
      if (httpStatus != 0) {
        var http = new JsonObject();
        http.addProperty("code", httpStatus);
        http.addProperty("status", TwilsockStatus.reason(httpStatus));
        header.add("http_status", http);
        var headers = new JsonObject();
        headers.addProperty("content-type", JSON);
        header.add("http_headers", headers);
      }
      if (continuationToken != null) {
        header.addProperty("continuation_token", continuationToken);
        header.add("capabilities", strings(capabilities));
      }
      return new TwilsockFrame(header, body);
    }

    /** Returns the body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "Reply[" + id + ", " + status.code() + ", " + httpStatus + "]";
    }
  }

  /** Server: reports an event. */
  record Notification(String id, String messageType, byte[] payload) implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "notification");
      header.addProperty("message_type", messageType);
      header.addProperty("payload_type", JSON);
      header.addProperty("notification_ctx_id", "");
      return new TwilsockFrame(header, payload);
    }
  }

  /** Server: tells the client about itself. */
  record ClientUpdate(String id, String type) implements TwilsockMessage {
    public static final String TOKEN_ABOUT_TO_EXPIRE = "token_about_to_expire";

    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "client_update");
      header.addProperty("client_update_type", type);
      return TwilsockFrame.of(header);
    }
  }

  /**
   * Either side: ends the connection.
   *
   * @param status null if the client closes
   * @param reconnectMinMillis the least wait before the client connects again; 0 if not given
   */
  record Close(String id, @Nullable TwilsockStatus status, long reconnectMinMillis)
      implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      JsonObject header = header(id, "close");
      if (status == null) {
        return TwilsockFrame.of(header);
      }
      header.add("status", status.toJson());
      if (reconnectMinMillis <= 0) {
        return TwilsockFrame.of(header);
      }
      header.addProperty("payload_type", JSON);
      return new TwilsockFrame(header, backoff(reconnectMinMillis));
    }
  }

  /** Server: asks for an acknowledgement. */
  record Ping(String id) implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      return TwilsockFrame.of(header(id, "ping"));
    }
  }

  /** A frame with a method that this version does not know. */
  record Other(String id, String method) implements TwilsockMessage {
    @Override
    public TwilsockFrame toFrame() {
      return TwilsockFrame.of(header(id, method));
    }
  }

  /**
   * Reads a frame.
   *
   * @throws TwilsockFormatException if the id, the method or what the method needs is missing
   */
  static TwilsockMessage read(TwilsockFrame frame) throws TwilsockFormatException {
    JsonObject header = frame.header();
    String id = needed(header, "id");
    String method = needed(header, "method");
    return switch (method) {
      case "init" ->
          new Init(
              id,
              needed(header, "token"),
              JsonFields.text(header, "continuation_token"),
              orEmpty(JsonFields.object(header, "metadata")),
              JsonFields.array(header, "registrations"),
              strings(JsonFields.array(header, "capabilities")));
      case "update" -> new Update(id, needed(header, "token"));
      case "message" -> {
        JsonObject http = JsonFields.object(header, "http_request");
        if (http == null) {
          throw new TwilsockFormatException("a message without http_request");
        }
        yield new Request(
            id, JsonFields.text(header, "active_grant", ""), HttpCall.read(http), frame.payload());
      }
      case "reply" -> {
        JsonObject http = JsonFields.object(header, "http_status");
        yield new Reply(
            id,
            TwilsockStatus.read(orEmpty(JsonFields.object(header, "status"))),
            http == null ? 0 : TwilsockStatus.read(http).code(),
            JsonFields.text(header, "continuation_token"),
            strings(JsonFields.array(header, "capabilities")),
            frame.payload());
      }
      case "notification" ->
          new Notification(id, JsonFields.text(header, "message_type", ""), frame.payload());
      case "client_update" ->
          new ClientUpdate(id, JsonFields.text(header, "client_update_type", ""));
      case "close" -> {
        JsonObject status = JsonFields.object(header, "status");
        yield new Close(
            id, status == null ? null : TwilsockStatus.read(status), reconnectMinMillis(frame));
      }
      case "ping" -> new Ping(id);
      default -> new Other(id, method);
    };
  }

  /** Parses a frame and reads it. */
  static TwilsockMessage decode(byte[] message) throws TwilsockFormatException {
    return read(TwilsockFrame.parse(message));
  }

  /** Returns a payload that asks the client to wait before it connects again. */
  static byte[] backoff(long reconnectMinMillis) {
    return ("{\"backoff_policy\":{\"reconnect_min_ms\":" + reconnectMinMillis + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the wait that a close or a refusal asks for, in milliseconds; 0 if it names none. */
  static long reconnectMinMillis(TwilsockFrame frame) {
    return frame
        .json()
        .map(json -> JsonFields.object(json, "backoff_policy"))
        .map(policy -> Math.max(0, JsonFields.number(policy, "reconnect_min_ms", 0)))
        .orElse(0L);
  }

  private static JsonObject header(String id, String method) {
    var header = new JsonObject();
    header.addProperty("id", id);
    header.addProperty("method", method);
    return header;
  }

  private static String needed(JsonObject header, String name) throws TwilsockFormatException {
    String value = JsonFields.text(header, name);
    if (value == null) {
      throw new TwilsockFormatException("the header has no " + name);
    }
    return value;
  }

  private static JsonObject orEmpty(@Nullable JsonObject object) {
    return object == null ? new JsonObject() : object;
  }

  private static JsonArray strings(List<String> values) {
    var array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static List<String> strings(JsonArray array) {
    var values = new ArrayList<String>();
    for (JsonElement element : array) {
      if (element.isJsonPrimitive()) {
        values.add(element.getAsString());
      }
    }
    return values;
  }
}
