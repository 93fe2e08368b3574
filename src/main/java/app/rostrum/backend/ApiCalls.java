package app.rostrum.backend;

import app.rostrum.backend.BackendException.Kind;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends calls of the API and reads their answers. */
final class ApiCalls {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** The time without a byte after which a call fails: a busy backend may work that long. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** The time after which a call fails though its answer still trickles. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** The longest wait that a backend is granted. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final long MAX_ANSWER = 1 << 20;
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Gson GSON = new Gson();

  private final OkHttpClient http;
  private final String passcode;
  private volatile BackendAddress address;

  ApiCalls(OkHttpClient http, BackendAddress address, String passcode) {
    this.http =
        http.newBuilder()
            .callTimeout(LONGEST)
            .connectTimeout(CONNECTING)
            .readTimeout(SILENCE)
            .writeTimeout(SILENCE)
            // Passcode and token are for this address and no other; see securedBy.
            .followRedirects(false)
            .build();
    this.address = address;
    this.passcode = headerText(passcode);
  }

  /** Returns the backend's address, an https one once its http server has redirected there. */
  BackendAddress address() {
    return address;
  }

  JsonObject post(String endpoint, JsonObject body, @Nullable String accessToken) {
    BackendAddress asked = address;
    Answer answer = send(asked, endpoint, body, accessToken);
    if (answer.target() != null) {
      BackendAddress secured = follow(asked, endpoint, answer.target());
      answer = send(secured, endpoint, body, accessToken);
      if (answer.target() != null) {
        throw NetworkFault.redirected(answer.target(), endpoint);
      }
      address = secured;
    }
    Optional<JsonObject> json = parse(answer.text());
    if (answer.status() >= 200 && answer.status() < 300) {
      return json.orElseThrow(ApiCalls::wrongAddress);
    }
    throw refusal(answer.status(), json, answer.retryAfter());
  }

  private static BackendAddress follow(BackendAddress asked, String endpoint, HttpUrl target) {
    return asked
        .securedBy(endpoint, target)
        .orElseThrow(() -> NetworkFault.redirected(target, endpoint));
  }

  /**
   * @param target the address to which the answer redirects
   */
  private record Answer(int status, String text, Duration retryAfter, @Nullable HttpUrl target) {}

  private Answer send(
      BackendAddress server, String endpoint, JsonObject body, @Nullable String accessToken) {
    HttpUrl url = url(server, endpoint);
    var request =
        new Request.Builder()
            .url(url)
            .header("Authorization", passcode)
            .post(RequestBody.create(GSON.toJson(body), JSON));
    if (accessToken != null) {
      request.header("X-Twilio-Access-Token", headerText(accessToken));
    }
    try (Response response = http.newCall(request.build()).execute()) {
      String location = response.isRedirect() ? response.header("Location") : null;
      return new Answer(
          response.code(),
          bounded(response),
          seconds(response.header("Retry-After")),
          location == null ? null : url.resolve(location));
    } catch (IOException e) {
      throw NetworkFault.of(e, url);
    }
  }

  private static HttpUrl url(BackendAddress server, String endpoint) {
    try {
      return HttpUrl.get(server.endpoint(endpoint));
    } catch (IllegalArgumentException e) {
      throw wrongAddress();
    }
  }

  /** Drops the characters that a header cannot carry; the server knows no such value anyway. */
  private static String headerText(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "").strip();
  }

  private static String bounded(Response response) throws IOException {
    var source = response.body().source();
    if (source.request(MAX_ANSWER + 1)) {
      throw new BackendException(
          Kind.SERVER_ERROR, "answer too large", explain(Kind.SERVER_ERROR), null);
    }
    return source.readUtf8();
  }

  /** Reads a {@code Retry-After} in seconds (RFC 9110, section 10.2.3); zero if it is none. */
  private static Duration seconds(@Nullable String header) {
    return header != null && header.matches("\\d{1,6}")
        ? Duration.ofSeconds(Math.min(Long.parseLong(header), LONGEST_WAIT.toSeconds()))
        : Duration.ZERO;
  }

  private static Optional<JsonObject> parse(String text) {
    try {
      return JsonParser.parseString(text) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException | NumberFormatException e) {
      return Optional.empty(); // not an answer of the API
    }
  }

  private static BackendException refusal(
      int status, Optional<JsonObject> json, Duration retryAfter) {
    Optional<JsonObject> error =
        json.map(j -> j.get("error"))
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast);
    Kind kind =
        switch (status) {
          case 401 -> Kind.PASSCODE;
          case 403 -> Kind.FORBIDDEN;
          case 400, 413, 422 -> error.isPresent() ? Kind.INVALID : Kind.WRONG_ADDRESS;
          case 429 -> Kind.TOO_MANY_ATTEMPTS;
          default -> {
            if (status < 500) {
              yield Kind.WRONG_ADDRESS;
            }
            yield error.isPresent() ? Kind.REFUSED : Kind.SERVER_ERROR;
          }
        };
    String message = error.map(e -> Answers.text(e, "message")).orElse("");
    String explanation = error.map(e -> Answers.text(e, "explanation")).orElse("");
    return new BackendException(
        kind,
        message.isEmpty() ? "status " + status : message,
        explanation.isEmpty() ? explain(kind) : explanation,
        retryAfter,
        null);
  }

  private static BackendException wrongAddress() {
    return new BackendException(
        Kind.WRONG_ADDRESS, "not a backend", explain(Kind.WRONG_ADDRESS), null);
  }

  /** Returns an explanation for an answer that has none. */
  private static String explain(Kind kind) {
    return switch (kind) {
      case PASSCODE -> "The passcode is wrong or has expired.";
      case FORBIDDEN -> "You are not allowed to do this.";
      case WRONG_ADDRESS ->
          "There is no backend at this address. Check the passcode or the invitation link.";
      case TOO_MANY_ATTEMPTS -> "Too many attempts. Wait a minute and try again.";
      case INVALID -> "The backend does not accept what was sent.";
      case REFUSED, SERVER_ERROR -> "Something went wrong in the backend. Try again.";
      default -> "The backend does not answer. Check the network and try again.";
    };
  }
}
