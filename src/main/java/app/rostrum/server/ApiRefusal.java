package app.rostrum.server;

import app.rostrum.web.HttpResponse;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal in the API's one error shape. */
final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Gson GSON = new Gson();

  private final int status;
  private final String explanation;
  private final transient @Nullable Duration retryAfter;

  /**
   * @param message the stable phrase that a program may compare
   * @param explanation for people
   */
  ApiRefusal(int status, String message, String explanation) {
    this(status, message, explanation, null, null);
  }

  private ApiRefusal(
      int status,
      String message,
      String explanation,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.explanation = explanation;
    this.retryAfter = retryAfter;
  }

  static ApiRefusal bodyTooLarge() {
    return new ApiRefusal(413, "body too large", "The request is larger than 64 KiB.");
  }

  static ApiRefusal missing(String parameter) {
    return new ApiRefusal(
        400, "missing " + parameter, "The " + parameter + " parameter is missing.");
  }

  static ApiRefusal invalid(String parameter, String why) {
    return new ApiRefusal(
        400, "invalid " + parameter, "The " + parameter + " parameter " + why + ".");
  }

  static ApiRefusal forbidden(String message, String explanation) {
    return new ApiRefusal(403, message, explanation);
  }

  /** Returns the refusal of what will be allowed after a time. */
  static ApiRefusal tooEarly(String message, String explanation, Duration wait) {
    return new ApiRefusal(403, message, explanation, wait, null);
  }

  /** Returns the refusal for a step, named by the message, in which a service has failed. */
  static ApiRefusal failed(String message, String explanation, @Nullable Throwable cause) {
    return new ApiRefusal(500, message, explanation, null, cause);
  }

  static ApiRefusal tooManyAttempts(Duration wait) {
    return new ApiRefusal(
        429,
        "too many attempts",
        "Too many wrong passcodes from this address. Wait a minute and try again.",
        wait,
        null);
  }

  /**
   * Returns the refusal of a caller who calls too often.
   *
   * @param what in plural
   */
  static ApiRefusal tooMany(String what, String explanation) {
    return new ApiRefusal(429, "too many " + what, explanation, Duration.ofSeconds(1), null);
  }

  /** Returns the refusal of a stream for which there is no place at the moment. */
  static ApiRefusal tooManyStreams(String explanation, Duration wait) {
    return new ApiRefusal(503, "too many streams", explanation, wait, null);
  }

  /** Returns the refusal of a new stream by a server that goes on with those that are live. */
  static ApiRefusal noNewStreams(Duration wait) {
    return new ApiRefusal(
        503,
        "no new streams",
        "The server takes no new streams at the moment. Streams that are live go on.",
        wait,
        null);
  }

  /** Returns the refusal of a server that will be back in a moment. */
  static ApiRefusal restarting(Duration wait) {
    return new ApiRefusal(
        503,
        "server restarting",
        "The server is restarting and will be back in a moment.",
        wait,
        null);
  }

  int status() {
    return status;
  }

  String explanation() {
    return explanation;
  }

  HttpResponse response() {
    var error = new JsonObject();
    error.addProperty("message", getMessage());
    error.addProperty("explanation", explanation);
    var body = new JsonObject();
    body.add("error", error);
    HttpResponse response = HttpResponse.json(status, GSON.toJson(body));
    return retryAfter == null
        ? response
        : response.with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }
}
