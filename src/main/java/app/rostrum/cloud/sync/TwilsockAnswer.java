package app.rostrum.cloud.sync;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP answer to a request inside Twilsock.
 *
 * @param body null for none, as with 204
 */
public record TwilsockAnswer(int status, @Nullable JsonObject body) {
  public static TwilsockAnswer ok(JsonObject body) {
    return new TwilsockAnswer(200, body);
  }

  public static TwilsockAnswer created(JsonObject body) {
    return new TwilsockAnswer(201, body);
  }

  public static TwilsockAnswer deleted() {
    return new TwilsockAnswer(204, null);
  }

  /** The shape of Twilio's errors. */
  public static TwilsockAnswer refused(int status, int code, String message) {
    var body = new JsonObject();
    body.addProperty("code", code);
    body.addProperty("message", message);
    body.addProperty("status", status);
    body.addProperty("more_info", "https://www.twilio.com/docs/errors/" + code);
    return new TwilsockAnswer(status, body);
  }

  byte[] bytes() {
    return body == null ? new byte[0] : Limits.GSON.toJson(body).getBytes(StandardCharsets.UTF_8);
  }
}
