package app.rostrum.sdk.sync;

import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.sdk.twilsock.TwilsockClient;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import app.rostrum.wire.sync.ItemPage;
import app.rostrum.wire.sync.ObjectDescriptor;
import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A Sync client on one Twilsock connection. It reconnects by itself and catches up on the events it
 * missed. Safe for any thread; all listeners of one client are called on one thread at a time, in
 * order.
 */
public final class SyncClient implements AutoCloseable {
  /** Twilio's public Twilsock address. The backend tells the address of an embedded cloud. */
  public static final URI TWILIO = URI.create("wss://tsock.us1.twilio.com/v3/wsconnect");

  private static final Timers TIMERS = Timers.create("sync");
  private static final int MAX_PAGES = 10_000;

  /** The state of a client's connection. */
  public enum State {
    CONNECTING,
    CONNECTED,
    /** The token was refused or has expired; a fresh one revives the client. */
    DENIED,
    CLOSED
  }

  /** Receives the events of a connection. */
  public interface Listener {
    void onState(State state);

    /** The token expires in a few minutes: call {@link #updateToken}. */
    void onTokenAboutToExpire();

    /** The server restarts and will be back in a moment; {@link State#CONNECTING} follows. */
    default void onServerRestarting() {}

    /**
     * A notification of a type that the product has registered, not about a Sync object.
     *
     * @param payload an empty object if it is no JSON object
     */
    default void onNotification(String messageType, JsonObject payload) {}
  }

  private final SerialExecutor executor = new SerialExecutor("sync-client");
  private final TwilsockClient twilsock;
  private final Requests requests;
  private final Subscriptions subscriptions;
  private final Timing timing;

  private SyncClient(
      OkHttpClient http,
      URI address,
      String token,
      ProductRegistration product,
      Listener listener,
      Timing timing,
      RandomGenerator random,
      Scheduler scheduler) {
    this.timing = timing;
    twilsock =
        new TwilsockClient(
            http,
            address,
            token,
            new TwilsockClient.Product(product.grant(), product.type(), product.registrations()),
            executor,
            new TwilsockListener(listener, product),
            timing,
            random,
            scheduler);
    requests = new Requests(twilsock);
    subscriptions =
        new Subscriptions(
            requests, executor, System.currentTimeMillis(), random, scheduler::nanoTime);
  }

  /** Creates a client that starts to connect. Requests wait for the connection. */
  public static SyncClient connect(
      OkHttpClient http, URI twilsock, String token, Listener listener) {
    return connect(http, twilsock, token, listener, Timing.DEFAULT, RandomGenerator.getDefault());
  }

  /** Creates a client for the Sync objects of another product. */
  public static SyncClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      ProductRegistration product,
      Listener listener) {
    return connect(
        http, twilsock, token, product, listener, Timing.DEFAULT, RandomGenerator.getDefault());
  }

  /** Creates a client with other timeouts and another source of randomness. */
  public static SyncClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    return connect(http, twilsock, token, ProductRegistration.SYNC, listener, timing, random);
  }

  /** Creates a client with a product, timeouts and a source of randomness of its own. */
  public static SyncClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      ProductRegistration product,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    return connect(http, twilsock, token, product, listener, timing, random, TIMERS);
  }

  static SyncClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      ProductRegistration product,
      Listener listener,
      Timing timing,
      RandomGenerator random,
      Scheduler scheduler) {
    var client =
        new SyncClient(http, twilsock, token, product, listener, timing, random, scheduler);
    client.twilsock.start();
    return client;
  }

  public State state() {
    return state(twilsock.state());
  }

  private static State state(TwilsockClient.State state) {
    return switch (state) {
      case CONNECTING -> State.CONNECTING;
      case CONNECTED -> State.CONNECTED;
      case DENIED -> State.DENIED;
      case CLOSED -> State.CLOSED;
    };
  }

  /**
   * Opens an existing map with all its items and follows it; completes exceptionally with a {@link
   * SyncException}. The listener first receives the items that exist.
   */
  public CompletableFuture<SyncMap> openMap(String name, SyncMap.Listener listener) {
    var opening = new CompletableFuture<SyncMap>();
    open(
        opening,
        "/v3/Maps/" + SyncPath.encode(name),
        descriptor -> {
          var map = new FollowedMap(place(descriptor, name), listener, opening(opening));
          loadPage(map, itemsOf(descriptor), null, 1);
        });
    return opening;
  }

  /**
   * Opens an existing list and follows it. No items are loaded: {@link SyncList#page} fetches those
   * that exist, and the listener receives all changes from now on.
   */
  public CompletableFuture<SyncList> openList(String name, SyncList.Listener listener) {
    var opening = new CompletableFuture<SyncList>();
    open(
        opening,
        "/v3/Lists/" + SyncPath.encode(name),
        descriptor ->
            follow(
                new FollowedList(
                    place(descriptor, name),
                    listener,
                    opening(opening),
                    requests,
                    itemsOf(descriptor))));
    return opening;
  }

  private static Followed.Place place(ObjectDescriptor descriptor, String name) {
    return new Followed.Place(descriptor.sid(), name, descriptor.lastEventId());
  }

  private <T> Followed.Opening<T> opening(CompletableFuture<T> future) {
    return new Followed.Opening<>(future, subscriptions);
  }

  private static String itemsOf(ObjectDescriptor descriptor) {
    String items = descriptor.links().get("items");
    return Requests.pathOf(items == null ? descriptor.url() + "/Items" : items);
  }

  /** Opens an existing document and follows it. */
  public CompletableFuture<SyncDocument> openDocument(String name, SyncDocument.Listener listener) {
    var opening = new CompletableFuture<SyncDocument>();
    open(
        opening,
        "/v3/Documents/" + SyncPath.encode(name),
        descriptor ->
            follow(
                new FollowedDocument(
                    place(descriptor, name), descriptor.data(), listener, opening(opening))));
    return opening;
  }

  private interface Opened {
    void accept(ObjectDescriptor descriptor);
  }

  /** Fetches a descriptor and continues with it. The whole opening has the time of one request. */
  private void open(CompletableFuture<?> opening, String path, Opened next) {
    var tooLate =
        twilsock.after(
            timing.request(),
            () -> opening.completeExceptionally(new SyncException(0, 0, "timed out")));
    opening.whenComplete((done, failure) -> tooLate.cancel());
    // Requested on the executor, so that the answer is handled there and not before.
    executor.execute(
        () ->
            fail(
                opening,
                requests
                    .get(path, Map.of())
                    .thenAccept(
                        json -> {
                          try {
                            next.accept(ObjectDescriptor.parse(json));
                          } catch (SyncFormatException e) {
                            throw new SyncException(0, 0, String.valueOf(e.getMessage()));
                          }
                        })));
  }

  private void loadPage(FollowedMap map, String path, @Nullable String token, int number) {
    Map<String, String> params =
        token == null
            ? Map.of("HideExpired", "true", "PageSize", "100", "Order", "asc")
            : Map.of("PageToken", SyncPath.encode(token));
    fail(
        map.opening(),
        requests
            .get(path, params)
            .thenAccept(
                json -> {
                  ItemPage page = ItemPage.parse(json);
                  page.items().forEach(map::load);
                  if (page.nextToken() == null) {
                    follow(map);
                  } else if (number >= MAX_PAGES || map.opening().isDone()) {
                    throw new SyncException(0, 0, "the map has too many items");
                  } else {
                    loadPage(map, path, page.nextToken(), number + 1);
                  }
                }));
  }

  private void follow(Followed<?> object) {
    if (object.opening().isDone()) {
      return;
    }
    subscriptions.follow(object);
    // A caller that cancelled the opening does not want the events either.
    object
        .opening()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                subscriptions.close(object);
              }
            });
  }

  private static void fail(CompletableFuture<?> opening, CompletableFuture<?> step) {
    var unused =
        step.exceptionally(
            failure -> {
              opening.completeExceptionally(Requests.toSync(failure));
              return null;
            });
  }

  /** Replaces the token; completes when the server has accepted it. Revives a denied client. */
  public CompletableFuture<Void> updateToken(String token) {
    var updated = new CompletableFuture<Void>();
    twilsock
        .updateToken(token)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                updated.complete(null);
              } else {
                updated.completeExceptionally(Requests.toSync(failure));
              }
            });
    return updated;
  }

  /**
   * Sends one of the product's own requests under its grant, once. Completes on the thread that
   * listeners are called on; exceptionally with a {@link SyncException}.
   */
  public CompletableFuture<JsonObject> request(HttpCall call, byte[] body) {
    return requests.send(call, body);
  }

  /** Runs a task on the thread that listeners are called on, after the tasks given before. */
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Runs a task after a delay, on the thread that listeners are called on. */
  public Timers.Timer after(Duration delay, Runnable task) {
    return twilsock.after(delay, task);
  }

  /** Connects anew at once, because the connection is probably broken. */
  public void reconnect() {
    twilsock.reconnect();
  }

  @Override
  public void close() {
    twilsock.close();
  }

  private final class TwilsockListener implements TwilsockClient.Listener {
    private final Listener listener;
    private final ProductRegistration product;

    TwilsockListener(Listener listener, ProductRegistration product) {
      this.listener = listener;
      this.product = product;
    }

    @Override
    public void onState(TwilsockClient.State state) {
      switch (state) {
        case CONNECTED -> subscriptions.connected();
        case CLOSED -> subscriptions.end();
        case CONNECTING, DENIED -> {
          // Subscriptions are requested again on the next connection.
        }
      }
      Followed.tell(() -> listener.onState(state(state)));
    }

    @Override
    public void onNotification(String messageType, byte[] payload) {
      if (product.messageTypes().contains(messageType)) {
        JsonObject json =
            JsonFields.parseObject(new String(payload, StandardCharsets.UTF_8))
                .orElseGet(JsonObject::new);
        Followed.tell(() -> listener.onNotification(messageType, json));
      } else {
        subscriptions.notified(messageType, payload);
      }
    }

    @Override
    public void onServerRestarting() {
      Followed.tell(listener::onServerRestarting);
    }

    @Override
    public void onGarbled() {
      subscriptions.garbled();
    }

    @Override
    public void onTokenAboutToExpire() {
      Followed.tell(listener::onTokenAboutToExpire);
    }
  }
}
