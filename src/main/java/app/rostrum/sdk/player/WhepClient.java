package app.rostrum.sdk.player;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** WHEP's HTTP half (draft-ietf-wish-whep). Calls block; made on virtual threads. */
final class WhepClient {
  private static final MediaType SDP = MediaType.get("application/sdp");
  private static final String EVENTS = "urn:ietf:params:whep:ext:core:server-sent-events";
  private static final int MAX_ANSWER = 256 * 1024;

  /**
   * A session as the server opened it.
   *
   * @param address what to DELETE
   * @param events where events are read; empty if the server has none
   */
  record Session(HttpUrl address, String answer, Optional<HttpUrl> events) {}

  /** The server said no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    RefusedException(int status, String message, Optional<Duration> retryAfter) {
      super(message);
      this.status = status;
      this.retryAfter = retryAfter;
    }

    int status() {
      return status;
    }

    Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  private final OkHttpClient brief;
  private final OkHttpClient lasting;

  WhepClient(OkHttpClient http) {
    brief = http.newBuilder().callTimeout(10, TimeUnit.SECONDS).build();
    lasting =
        http.newBuilder().callTimeout(0, TimeUnit.SECONDS).readTimeout(0, TimeUnit.SECONDS).build();
  }

  Session open(URI whep, String token, String offer) throws IOException {
    var request =
        new Request.Builder()
            .url(url(whep))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/sdp, application/problem+json;q=0.5")
            .post(RequestBody.create(offer.getBytes(java.nio.charset.StandardCharsets.UTF_8), SDP))
            .build();
    try (Response response = brief.newCall(request).execute()) {
      if (response.code() != 201) {
        throw refused(response);
      }
      HttpUrl base = response.request().url();
      HttpUrl address =
          Optional.ofNullable(response.header("Location")).map(base::resolve).orElse(null);
      if (address == null) {
        throw new IOException("the answer has no usable Location");
      }
      Optional<HttpUrl> events =
          LinkHeader.target(response.headers("Link"), EVENTS).map(base::resolve);
      return new Session(address, text(response), events);
    }
  }

  void delete(HttpUrl session, String token) throws IOException {
    var request =
        new Request.Builder()
            .url(session)
            .header("Authorization", "Bearer " + token)
            .delete()
            .build();
    try (Response response = brief.newCall(request).execute()) {
      if (!response.isSuccessful() && response.code() != 404) {
        throw refused(response);
      }
    }
  }

  /** A call that {@link #read} executes and its owner may cancel. */
  Call events(HttpUrl address, String token) {
    return lasting.newCall(
        new Request.Builder()
            .url(address)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream")
            .build());
  }

  /** Reads events until the server ends the stream. */
  static void read(Call events, EventReader.Handler handler) throws IOException {
    try (Response response = events.execute()) {
      if (!response.isSuccessful()) {
        throw refused(response);
      }
      EventReader.read(response.body().source(), handler);
    }
  }

  private static HttpUrl url(URI address) throws IOException {
    HttpUrl url = HttpUrl.parse(address.toString());
    if (url == null) {
      throw new IOException("not an address of a stream: " + address);
    }
    return url;
  }

  private static RefusedException refused(Response response) {
    Optional<Duration> after = Optional.empty();
    try {
      after =
          Optional.ofNullable(response.header("Retry-After"))
              .map(Long::parseLong)
              .map(seconds -> Duration.ofSeconds(Math.clamp(seconds, 0, 60)));
    } catch (NumberFormatException date) {
      // The other form of the field is a date; our own waiting does then.
    }
    return new RefusedException(response.code(), "HTTP status " + response.code(), after);
  }

  private static String text(Response response) throws IOException {
    var source = response.body().source();
    if (source.request(MAX_ANSWER + 1L)) {
      throw new IOException("the answer is too large");
    }
    return source.readUtf8();
  }
}
