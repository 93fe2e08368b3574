package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Refusal;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP response to a request inside Twilsock.
 *
 * @param body null for none, as with 204
 * @param afterwards runs on the connection's thread once the response is sent
 */
public record TwilsockAnswer(int status, @Nullable JsonObject body, Runnable afterwards) {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private static final Runnable NOTHING = () -> {};

  /** Creates a response that nothing follows. */
  public TwilsockAnswer(int status, @Nullable JsonObject body) {
    this(status, body, NOTHING);
  }

  /** A response with status 200. */
  public static TwilsockAnswer ok(JsonObject body) {
    return new TwilsockAnswer(200, body);
  }

  /** A response with status 201. */
  public static TwilsockAnswer created(JsonObject body) {
    return new TwilsockAnswer(201, body);
  }

  /** A response with status 204. */
  public static TwilsockAnswer deleted() {
    return new TwilsockAnswer(204, null);
  }

  /** A refusal in the JSON shape of Twilio's errors. */
  public static TwilsockAnswer refused(Refusal refusal) {
    var body = new JsonObject();
    body.addProperty("code", refusal.code());
    body.addProperty("message", refusal.text());
    body.addProperty("status", refusal.status());
    body.addProperty("more_info", "https://www.twilio.com/docs/errors/" + refusal.code());
    return new TwilsockAnswer(refusal.status(), body);
  }

  byte[] bytes() {
    return body == null ? new byte[0] : GSON.toJson(body).getBytes(StandardCharsets.UTF_8);
  }
}
