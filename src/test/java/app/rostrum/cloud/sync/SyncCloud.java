package app.rostrum.cloud.sync;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenFloors;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.rest.SyncResources;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.twilsock.TwilsockEndpoint;
import app.rostrum.testing.Jwt;
import app.rostrum.threads.Scheduler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Sync cloud on loopback for tests: store, REST API, Twilsock, and tokens for it. */
public final class SyncCloud implements AutoCloseable {
  public static final String ACCOUNT = "AC00000000000000000000000000000001";
  public static final String KEY = "SK00000000000000000000000000000001";
  private static final String SECRET = "a secret of the tests";

  public final SyncServices services;
  public final TwilsockEndpoint endpoint;
  public final RestRouter router;
  public final Queue<Map<String, String>> webhooks = new ConcurrentLinkedQueue<>();
  private final Store store;
  private final Set<WebSocketConnection> sockets = ConcurrentHashMap.newKeySet();
  private final WebServer server;

  private SyncCloud(
      Store store, int port, Duration returnGrace, Duration ping, @Nullable Scheduler scheduler)
      throws IOException {
    this.store = store;
    Webhooks recorder =
        (key, url, form) -> {
          var copy = new HashMap<>(form);
          copy.put("url", url.toString());
          webhooks.add(copy);
        };
    var sids = new Sids(new Random());
    services =
        new SyncServices(store, sids, Clock.systemUTC(), recorder, ACCOUNT, returnGrace, scheduler);
    endpoint =
        new TwilsockEndpoint(
            List.of(new SyncProduct(services)),
            TokenVerifier.withoutFloors(SyncCloud::secretOf, Clock.systemUTC()),
            sids,
            Clock.systemUTC(),
            ping);
    router = new RestRouter((user, password) -> user.equals(ACCOUNT) && password.equals("auth"));
    new SyncResources(services, new TokenFloors(store, Clock.systemUTC())).addTo(router);
    WebSocketEndpoint watched =
        connection -> {
          sockets.add(connection);
          return endpoint.onOpen(connection);
        };
    server =
        WebServer.builder()
            .webSocket(TwilsockEndpoint.PATH, watched)
            .handle(RestRouter.PREFIX, router)
            .start(new InetSocketAddress("127.0.0.1", port));
  }

  public static SyncCloud inMemory() throws IOException {
    return pinging(Duration.ofHours(1));
  }

  public static SyncCloud pinging(Duration ping) throws IOException {
    return new SyncCloud(Store.inMemory(), 0, Duration.ofSeconds(15), ping, null);
  }

  /** Creates a cloud whose Sync waits by this scheduler. */
  static SyncCloud on(Scheduler scheduler) throws IOException {
    return new SyncCloud(
        Store.inMemory(), 0, Duration.ofSeconds(15), Duration.ofSeconds(30), scheduler);
  }

  /** Creates a cloud on a file, so that another one can take over; port 0 for any. */
  public static SyncCloud on(Path file, int port, Duration returnGrace) throws IOException {
    return new SyncCloud(Store.open(file), port, returnGrace, Duration.ofSeconds(30), null);
  }

  /** Returns the secret of the one API key that tokens are signed with. */
  public static Optional<String> secretOf(String keySid) {
    return keySid.equals(KEY) ? Optional.of(SECRET) : Optional.empty();
  }

  public int port() {
    return server.port();
  }

  public URI twilsock() {
    return URI.create("ws://127.0.0.1:" + port() + TwilsockEndpoint.PATH);
  }

  /** Drops all sockets, as a failing network does. */
  public void dropSockets() {
    sockets.forEach(WebSocketConnection::abort);
    sockets.clear();
  }

  /** Makes a REST call with a form, or a query for GET. */
  public HttpResponse rest(String method, String path, String... nameAndValue) {
    return rest(Map.of(), method, path, nameAndValue);
  }

  public HttpResponse rest(
      Map<String, String> extraHeaders, String method, String path, String... nameAndValue) {
    var query = new HashMap<String, List<String>>();
    String form = "";
    if (method.equals("GET")) {
      for (int i = 0; i < nameAndValue.length; i += 2) {
        query.put(nameAndValue[i], List.of(nameAndValue[i + 1]));
      }
    } else {
      form =
          Stream.iterate(0, i -> i < nameAndValue.length, i -> i + 2)
              .map(i -> nameAndValue[i] + "=" + encode(nameAndValue[i + 1]))
              .collect(Collectors.joining("&"));
    }
    var headers = new HashMap<>(extraHeaders);
    headers.put(
        "authorization",
        "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ":auth").getBytes()));
    return router.handle(
        new HttpRequest(
            method,
            "sync.twilio.com",
            "/v1" + path,
            query,
            headers,
            form.getBytes(StandardCharsets.UTF_8),
            "127.0.0.1"));
  }

  /** Makes a REST call that must succeed, and returns the JSON of its response. */
  public JsonObject json(String method, String path, String... nameAndValue) {
    HttpResponse response = rest(method, path, nameAndValue);
    if (response.status() >= 300) {
      throw new AssertionError(response.status() + " " + response.text());
    }
    return response.body().length == 0
        ? new JsonObject()
        : JsonParser.parseString(response.text()).getAsJsonObject();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public static String token(String identity, String serviceSid) {
    return token(identity, serviceSid, Instant.now().plusSeconds(3600));
  }

  public static String token(String identity, String serviceSid, Instant expires) {
    return signed(
        "{\"identity\":\""
            + identity
            + "\",\"data_sync\":{\"service_sid\":\""
            + serviceSid
            + "\"}}",
        SECRET,
        expires);
  }

  /** Creates a token with these grants, signed with this secret. */
  public static String signed(String grants, String secret, Instant expires) {
    return Jwt.of(
        Jwt.TWILIO_HEADER,
        "{\"jti\":\"%s-%s\",\"iss\":\"%s\",\"sub\":\"%s\",\"exp\":%d,\"grants\":%s}"
            .formatted(KEY, System.nanoTime(), KEY, ACCOUNT, expires.getEpochSecond(), grants),
        secret);
  }

  /** Creates a token with these grants, signed with the right secret. */
  public static String signedRight(String grants, Instant expires) {
    return signed(grants, SECRET, expires);
  }

  /**
   * Ends everything without reporting anybody as gone: as close to a crash as one process comes.
   */
  @Override
  public void close() {
    services.close();
    endpoint.close();
    server.close();
    store.close();
  }
}
