package app.rostrum.sdk.sync;

import app.rostrum.sdk.twilsock.SerialExecutor;
import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.sdk.twilsock.TwilsockClient;
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
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A Sync client on one Twilsock connection. Reconnects by itself and catches up on what it missed.
 * Safe for any thread; all listeners of one client are called on one thread at a time, in order.
 */
public final class SyncClient implements AutoCloseable {
  /** The public address of Twilio's Twilsock; the embedded cloud's is told by its backend. */
  public static final URI TWILIO = URI.create("wss://tsock.us1.twilio.com/v3/wsconnect");

  private static final int MAX_PAGES = 10_000;

  /** The state of the connection. */
  public enum State {
    CONNECTING,
    CONNECTED,
    /** The token was refused or has expired; a fresh one revives the client. */
    DENIED,
    CLOSED
  }

  /** Hears the connection. */
  public interface Listener {
    void onState(State state);

    /** Some minutes are left: call {@link #updateToken}. */
    void onTokenAboutToExpire();

    /**
     * A notification that is not about a Sync object, of a type that the product has registered.
     *
     * @param payload empty if it is no JSON object
     */
    default void onNotification(String messageType, JsonObject payload) {}
  }

  private final SerialExecutor executor = new SerialExecutor();
  private final TwilsockClient twilsock;
  private final Requests requests;
  private final Subscriptions subscriptions;
  private final Timing timing;

  private SyncClient(
      OkHttpClient http,
      URI address,
      String token,
      SyncProduct product,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    this.timing = timing;
    var ears = new Ears(listener, product);
    twilsock =
        new TwilsockClient(
            http,
            address,
            token,
            new TwilsockClient.Product(product.grant(), product.type(), product.registrations()),
            executor,
            ears,
            timing,
            random);
    requests = new Requests(twilsock);
    subscriptions = new Subscriptions(requests, executor, System.currentTimeMillis());
    ears.subscriptions = subscriptions;
  }

  /** Starts connecting; requests wait until it has. */
  public static SyncClient connect(
      OkHttpClient http, URI twilsock, String token, Listener listener) {
    return connect(http, twilsock, token, listener, Timing.DEFAULT, RandomGenerator.getDefault());
  }

  /** As above, for the Sync objects of another product. */
  public static SyncClient connect(
      OkHttpClient http, URI twilsock, String token, SyncProduct product, Listener listener) {
    return connect(
        http, twilsock, token, product, listener, Timing.DEFAULT, RandomGenerator.getDefault());
  }

  /** As above, with another patience and source of chance. */
  public static SyncClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    return connect(http, twilsock, token, SyncProduct.SYNC, listener, timing, random);
  }

  /** As above, with everything to choose. */
  public static SyncClient connect(
      OkHttpClient http,
      URI twilsock,
      String token,
      SyncProduct product,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    var client = new SyncClient(http, twilsock, token, product, listener, timing, random);
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
   * SyncException}. The listener first hears what is there.
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
   * Opens an existing list and follows it. No items are loaded: those there already are to be had
   * by {@link SyncList#page}, and the listener hears all that changes from now on.
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

  /** Fetches a descriptor and goes on with it; the whole opening has the time of one request. */
  private void open(CompletableFuture<?> opening, String path, Opened next) {
    var tooLate =
        twilsock.after(
            timing.request(),
            () -> opening.completeExceptionally(new SyncException(0, 0, "timed out")));
    opening.whenComplete((done, failure) -> tooLate.cancel(false));
    // Asked from the executor, so that the answer is always handled there and never before.
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
    // Whoever stopped waiting does not want to hear of it either.
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

  /** Completes when the server has accepted the token; revives a denied client. */
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
   * Sends a request of the product's own under its grant, once. Completes on the thread that
   * listeners are called on; exceptionally with a {@link SyncException}.
   */
  public CompletableFuture<JsonObject> request(HttpCall call, byte[] body) {
    return requests.send(call, body);
  }

  /** Runs a task on the thread that listeners are called on, after what is under way there. */
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Runs a task on that thread after a while. */
  public Future<?> after(Duration delay, Runnable task) {
    return twilsock.after(delay, task);
  }

  @Override
  public void close() {
    twilsock.close();
  }

  private static final class Ears implements TwilsockClient.Listener {
    private final Listener listener;
    private final SyncProduct product;
    private @Nullable Subscriptions subscriptions;

    Ears(Listener listener, SyncProduct product) {
      this.listener = listener;
      this.product = product;
    }

    @Override
    public void onState(TwilsockClient.State state) {
      if (subscriptions != null) {
        switch (state) {
          case CONNECTED -> subscriptions.connected();
          case CLOSED -> subscriptions.end();
          case CONNECTING, DENIED -> {
            // Subscriptions are asked for again when there is a connection.
          }
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
      } else if (subscriptions != null) {
        subscriptions.notified(messageType, payload);
      }
    }

    @Override
    public void onGarbled() {
      if (subscriptions != null) {
        subscriptions.garbled();
      }
    }

    @Override
    public void onTokenAboutToExpire() {
      Followed.tell(listener::onTokenAboutToExpire);
    }
  }
}
