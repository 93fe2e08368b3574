package app.rostrum.sdk.player;

import app.rostrum.media.IceServer;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

/** The HTTP requests of WHEP (draft-ietf-wish-whep). They block, except {@link #events}. */
final class WhepClient {
  private static final MediaType SDP = MediaType.get("application/sdp");
  private static final String EVENTS = "urn:ietf:params:whep:ext:core:server-sent-events";

  /** The seconds without a byte after which a request fails. */
  private static final int SILENCE = 15;

  /** The seconds after which a request fails though its answer still trickles. */
  private static final int LONGEST = 60;

  private static final int MAX_RETRY_AFTER = 3600;
  private static final int MAX_ANSWER = 256 * 1024;

  /**
   * A session that the server has opened.
   *
   * @param address the address to DELETE
   * @param events the address of the event stream; empty if the server has none
   * @param iceServers those that the server names
   */
  record Session(
      HttpUrl address, String answer, Optional<HttpUrl> events, List<IceServer> iceServers) {}

  /** Thrown when the server refuses a request. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final Duration retryAfter;

    RefusedException(int status, String message, Duration retryAfter) {
      super(message);
      this.status = status;
      this.retryAfter = retryAfter;
    }

    int status() {
      return status;
    }

    /** Returns the server's {@code Retry-After}; zero if there was none. */
    Duration retryAfter() {
      return retryAfter;
    }
  }

  /** A dispatcher without a limit per host: event streams last, and a process may have many. */
  private static final Dispatcher DISPATCHER = dispatcher();

  private final OkHttpClient brief;
  private final EventSource.Factory eventSources;

  WhepClient(OkHttpClient http) {
    brief =
        http.newBuilder()
            .callTimeout(LONGEST, TimeUnit.SECONDS)
            .readTimeout(SILENCE, TimeUnit.SECONDS)
            .addNetworkInterceptor(WhepClient::withoutRetryAfterZero)
            .build();
    eventSources =
        EventSources.createFactory(
            http.newBuilder()
                .dispatcher(DISPATCHER)
                .callTimeout(0, TimeUnit.SECONDS)
                .readTimeout(0, TimeUnit.SECONDS)
                .addInterceptor(new BoundedEvents())
                .build());
  }

  /** Keeps OkHttp from repeating a request at once by itself; zero means the same as no wait. */
  private static Response withoutRetryAfterZero(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return "0".equals(response.header("Retry-After"))
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  private static Dispatcher dispatcher() {
    var dispatcher = new Dispatcher(Threads.perTask("player-events"));
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  /**
   * Opens a session.
   *
   * @throws RefusedException if the server answers anything but 201
   */
  Session open(URI whep, String token, String offer) throws IOException {
    var request =
        new Request.Builder()
            .url(url(whep))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/sdp, application/problem+json;q=0.5")
            .post(RequestBody.create(offer.getBytes(StandardCharsets.UTF_8), SDP))
            .build();
    try (Response response = brief.newCall(request).execute()) {
      if (response.code() != 201) {
        throw refused(response);
      }
      HttpUrl base = response.request().url();
      HttpUrl address =
          Optional.ofNullable(response.header("Location")).map(base::resolve).orElse(null);
      if (address == null) {
        throw new IOException("the answer has no usable Location header");
      }
      Optional<HttpUrl> events =
          LinkHeader.target(response.headers("Link"), EVENTS).map(base::resolve);
      return new Session(
          address, text(response), events, IceLinks.servers(response.headers("Link")));
    }
  }

  /** Ends a session. */
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

  /** Opens an event stream, whose listener is called on a thread of its own. */
  EventSource events(HttpUrl address, String token, EventSourceListener listener) {
    return eventSources.newEventSource(
        new Request.Builder()
            .url(address)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream")
            .build(),
        listener);
  }

  private static HttpUrl url(URI address) throws IOException {
    HttpUrl url = HttpUrl.parse(address.toString());
    if (url == null) {
      throw new IOException("not the address of a stream: " + address);
    }
    return url;
  }

  private static RefusedException refused(Response response) {
    return new RefusedException(
        response.code(), "HTTP status " + response.code(), retryAfter(response));
  }

  /**
   * Returns the wait that a response asks for (RFC 9110, section 10.2.3); zero if it names none.
   */
  static Duration retryAfter(Response response) {
    String value = response.header("Retry-After");
    try {
      return value == null
          ? Duration.ZERO
          : Duration.ofSeconds(Math.clamp(Long.parseLong(value), 0, MAX_RETRY_AFTER));
    } catch (NumberFormatException date) {
      // The other form of the field is a date, instead of which the backoff's own wait is taken.
      return Duration.ZERO;
    }
  }

  private static String text(Response response) throws IOException {
    var source = response.body().source();
    if (source.request(MAX_ANSWER + 1L)) {
      throw new IOException("the answer is too large");
    }
    return source.readUtf8();
  }
}
