package app.rostrum.cloud.sync;

import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.sync.SyncEvent;
import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.token.AccessToken;
import app.rostrum.wire.twilsock.JsonFields;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: authentication, requests, subscriptions, liveness. */
final class TwilsockConnection
    implements WebSocketEndpoint.Receiver, Subscription.Subscriber, TwilsockClient {
  private static final Logger LOG = LoggerFactory.getLogger(TwilsockConnection.class);
  private static final int MAX_FRAME = 256 * 1024;
  private static final int MAX_MALFORMED = 10;
  private static final int MAX_SUBSCRIPTIONS = 1000;
  private static final int MAX_CONNECTIONS_PER_IDENTITY = 100;
  private static final int MAX_SILENT_PINGS = 3;
  private static final int REQUESTS_PER_SECOND = 50;
  private static final int REQUEST_BURST = 1000;
  private static final Duration EXPIRY_NOTICE = Duration.ofSeconds(210);
  private static final long THROTTLED_RETRY_MILLIS = 10_000;

  /**
   * Who has authenticated, and for what.
   *
   * @param services by the name of the product
   */
  private record Session(
      String identity, String connectionId, Map<String, TwilsockService> services) {}

  private final TwilsockEndpoint endpoint;
  private final WebSocketConnection socket;
  private final Map<String, HostedObject> subscribed = new HashMap<>();
  private final TokenBucket requests;
  private volatile int silentPings;
  private volatile @Nullable Session session;
  private @Nullable Future<?> expiryNotice;
  private @Nullable Future<?> expiry;
  private int malformed;
  private boolean closed;

  TwilsockConnection(TwilsockEndpoint endpoint, WebSocketConnection socket) {
    this.endpoint = endpoint;
    this.socket = socket;
    this.requests = new TokenBucket(endpoint.clock(), REQUESTS_PER_SECOND, REQUEST_BURST);
  }

  @Override
  public String identity() {
    Session current = session;
    return current == null ? "" : current.identity();
  }

  @Override
  public String id() {
    Session current = session;
    return current == null ? "" : current.connectionId();
  }

  @Override
  public void send(byte[] frame) {
    socket.sendBinary(frame);
  }

  private void send(TwilsockMessage message) {
    send(message.encode());
  }

  /** Asks for a sign of life; drops who has given none, and who has not authenticated in time. */
  void ping(byte[] frame) {
    int silent = silentPings;
    if (silent >= MAX_SILENT_PINGS) {
      LOG.debug("dropping a silent Twilsock connection of {}", socket.remoteAddress());
      drop();
      return;
    }
    silentPings = silent + 1;
    if (session != null) {
      send(frame);
    }
  }

  void drop() {
    socket.abort();
  }

  @Override
  public void onText(String message) {
    refuse();
  }

  @Override
  public void onBinary(byte[] message) {
    if (message.length > MAX_FRAME) {
      socket.close(1009, "frame too large");
      return;
    }
    try {
      TwilsockMessage decoded = TwilsockMessage.decode(message);
      if (session != null) {
        silentPings = 0;
      }
      handle(decoded);
    } catch (TwilsockFormatException e) {
      refuse();
    }
  }

  /** There is no answer to what is no frame; who goes on like that is cut off. */
  private void refuse() {
    if (++malformed > MAX_MALFORMED) {
      socket.close(1002, "not Twilsock");
    }
  }

  private void handle(TwilsockMessage message) {
    switch (message) {
      case TwilsockMessage.Init init -> init(init);
      case TwilsockMessage.Update update -> update(update);
      case TwilsockMessage.Request request -> request(request);
      case TwilsockMessage.Close close -> socket.close(1000, "");
      case TwilsockMessage.Reply acknowledgement -> {
        // Heard; that is all it is for.
      }
      case TwilsockMessage.Ping ping -> send(TwilsockMessage.Reply.acknowledge(ping.id()));
      case TwilsockMessage.Other other when other.method().startsWith("telemetry") -> {
        // Not asked for, not kept.
      }
      case TwilsockMessage.Other other -> answer(other.id(), 400, "BAD_REQUEST", 0);
      case TwilsockMessage.Notification other -> answer(other.id(), 400, "BAD_REQUEST", 0);
      case TwilsockMessage.ClientUpdate other -> answer(other.id(), 400, "BAD_REQUEST", 0);
    }
  }

  private void answer(String id, int code, String status, int errorCode) {
    send(TwilsockMessage.Reply.of(id, new TwilsockStatus(code, status, "", errorCode)));
  }

  private void init(TwilsockMessage.Init init) {
    if (session != null) {
      answer(init.id(), 400, "ALREADY_INITIALIZED", 0);
      return;
    }
    if (endpoint.isThrottled(socket.remoteAddress())) {
      send(
          new TwilsockMessage.Reply(
              init.id(),
              new TwilsockStatus(429, "TOO_MANY_REQUESTS", "Too many failures", 51202),
              0,
              null,
              List.of(),
              TwilsockMessage.backoff(THROTTLED_RETRY_MILLIS)));
      return;
    }
    try {
      AccessToken token = verify(init.token());
      Set<String> products = products(init);
      if (products.isEmpty()) {
        answer(init.id(), 400, "UNKNOWN_PRODUCT", 0);
        return;
      }
      Map<String, TwilsockService> services = servicesOf(token, products);
      for (TwilsockService service : services.values()) {
        if (service.connections(token.identity()) >= MAX_CONNECTIONS_PER_IDENTITY) {
          answer(init.id(), 429, "TOO_MANY_REQUESTS", 51202);
          return;
        }
      }
      String endpointId = endpointId(init.continuationToken(), token.identity());
      begin(
          new Session(token.identity(), endpoint.services().sids().next("CO"), services),
          endpointId,
          token);
      send(
          new TwilsockMessage.Reply(
              init.id(),
              TwilsockStatus.OK,
              0,
              endpointId + "." + Integer.toHexString(token.identity().hashCode()),
              List.of("client_update"),
              new byte[0]));
    } catch (AccessToken.TokenException e) {
      endpoint.noteFailure(socket.remoteAddress());
      send(
          TwilsockMessage.Reply.of(
              init.id(),
              new TwilsockStatus(
                  401, "UNAUTHORIZED", String.valueOf(e.getMessage()), e.refusal().code())));
    } catch (SyncRefusal e) {
      endpoint.noteFailure(socket.remoteAddress());
      send(
          TwilsockMessage.Reply.of(
              init.id(), new TwilsockStatus(403, "FORBIDDEN", e.text(), e.code())));
    }
  }

  private synchronized void begin(Session begun, String endpointId, AccessToken token) {
    if (closed) {
      return;
    }
    session = begun;
    silentPings = 0;
    begun.services().values().forEach(service -> service.connected(this, endpointId));
    watchExpiry(token);
  }

  private AccessToken verify(String jwt) throws AccessToken.TokenException {
    return AccessToken.verify(jwt, endpoint.secretOfKey(), endpoint.clock().instant());
  }

  /** What a connection is for: the products of its registrations that are served here. */
  private Set<String> products(TwilsockMessage.Init init) {
    var products = new LinkedHashSet<String>();
    for (JsonElement registration : init.registrations()) {
      if (registration instanceof JsonObject object) {
        String name = JsonFields.text(object, "product", "");
        if (endpoint.product(name) != null) {
          products.add(name);
        }
      }
    }
    if (init.registrations().isEmpty()) {
      products.add(SyncProduct.NAME);
    }
    return products;
  }

  /** For each product the service that the token names; refused if it names none. */
  private Map<String, TwilsockService> servicesOf(AccessToken token, Collection<String> products)
      throws AccessToken.TokenException {
    var services = new LinkedHashMap<String, TwilsockService>();
    for (String name : products) {
      TwilsockProduct product = endpoint.product(name);
      if (product != null) {
        services.put(name, product.service(serviceSid(token, product)));
      }
    }
    return services;
  }

  private static String serviceSid(AccessToken token, TwilsockProduct product)
      throws AccessToken.TokenException {
    for (String grant : product.grants()) {
      Optional<String> sid = token.grantField(grant, "service_sid");
      if (sid.isPresent()) {
        return sid.get();
      }
    }
    throw new AccessToken.TokenException(
        AccessToken.Refusal.GRANTS_INVALID, "the token has no grant for " + product.name());
  }

  /** The endpoint that came before, if the continuation token is this identity's. */
  private String endpointId(@Nullable String continuation, String identity) {
    if (continuation != null
        && continuation.matches("EP[0-9a-f]{32}\\.[0-9a-f]{1,8}")
        && continuation.substring(35).equals(Integer.toHexString(identity.hashCode()))) {
      return continuation.substring(0, 34);
    }
    return endpoint.services().sids().next("EP");
  }

  private synchronized void watchExpiry(AccessToken token) {
    cancelTimers();
    if (closed) {
      return;
    }
    Duration left = Duration.between(endpoint.clock().instant(), token.expires());
    Duration notice = left.dividedBy(3);
    if (notice.compareTo(EXPIRY_NOTICE) > 0) {
      notice = EXPIRY_NOTICE;
    }
    expiryNotice =
        later(
            left.minus(notice),
            () ->
                send(
                    new TwilsockMessage.ClientUpdate(
                        endpoint.services().sids().next("TM"),
                        TwilsockMessage.ClientUpdate.TOKEN_ABOUT_TO_EXPIRE)));
    // Only the socket goes: a close frame of Twilsock would make the official SDKs ignore a fresh
    // token for three seconds. The next init is told that the token has expired.
    expiry = later(left, () -> socket.close(1001, "the token has expired"));
  }

  private Future<?> later(Duration delay, Runnable task) {
    return endpoint
        .timer()
        .schedule(
            () -> endpoint.services().executor().execute(task),
            Math.max(0, delay.toMillis()),
            TimeUnit.MILLISECONDS);
  }

  private void cancelTimers() {
    if (expiryNotice != null) {
      expiryNotice.cancel(false);
    }
    if (expiry != null) {
      expiry.cancel(false);
    }
  }

  private void update(TwilsockMessage.Update update) {
    Session current = session;
    if (current == null) {
      answer(update.id(), 401, "UNAUTHORIZED", 20101);
      return;
    }
    try {
      AccessToken token = verify(update.token());
      if (!token.identity().equals(current.identity())
          || !servicesOf(token, current.services().keySet()).equals(current.services())) {
        answer(update.id(), 403, "UPDATE_IS_FORBIDDEN", 51232);
        return;
      }
      watchExpiry(token);
      answer(update.id(), 200, "OK", 0);
    } catch (AccessToken.TokenException e) {
      endpoint.noteFailure(socket.remoteAddress());
      answer(update.id(), 401, "UNAUTHORIZED", e.refusal().code());
    } catch (SyncRefusal e) {
      answer(update.id(), 403, "FORBIDDEN", e.code());
    }
  }

  private void request(TwilsockMessage.Request request) {
    Session current = session;
    if (current == null) {
      answer(request.id(), 401, "UNAUTHORIZED", 20101);
      return;
    }
    TwilsockAnswer answer;
    Runnable afterwards = () -> {};
    try {
      if (!requests.take()) {
        throw SyncRefusal.tooMany("requests");
      }
      TwilsockService service = current.services().get(request.activeGrant());
      if (service == null) {
        throw new SyncRefusal(403, 20106, "The connection has no such grant");
      }
      Optional<TwilsockAnswer> own = service.answer(this, request);
      if (own.isPresent()) {
        answer = own.get();
      } else {
        SyncPath path = SyncRequests.path(request.http());
        if (path.segments().equals(List.of("v4", "Subscriptions"))) {
          SubscriptionRequest subscription = subscriptionRequest(request.body());
          afterwards = () -> subscribe(service.objects(), subscription);
          answer = new TwilsockAnswer(202, accepted());
        } else {
          SyncRequests.Answer fromSync =
              new SyncRequests(service.objects(), Caller.client(current.identity()))
                  .answer(path, request);
          answer = new TwilsockAnswer(fromSync.status(), fromSync.body());
        }
      }
    } catch (SyncRefusal refusal) {
      answer = TwilsockAnswer.refused(refusal.status(), refusal.code(), refusal.text());
    } catch (RuntimeException e) {
      LOG.error("request {} failed", request.http().method(), e);
      answer = TwilsockAnswer.refused(500, 20500, "Internal error");
    }
    send(TwilsockMessage.Reply.http(request.id(), answer.status(), answer.bytes()));
    afterwards.run();
  }

  private static SubscriptionRequest subscriptionRequest(byte[] body) {
    try {
      return SubscriptionRequest.parse(SyncRequests.json(body));
    } catch (SyncFormatException e) {
      throw new SyncRefusal(400, 20001, "Invalid subscription request");
    }
  }

  private static JsonObject accepted() {
    var json = new JsonObject();
    json.addProperty("estimated_delivery_in_ms", 10_000);
    json.addProperty("max_batch_size", 100);
    json.addProperty("ttl_in_s", 86_400);
    return json;
  }

  private synchronized void subscribe(HostedService service, SubscriptionRequest request) {
    if (closed) {
      return;
    }
    for (SubscriptionRequest.Target target : request.targets()) {
      HostedObject object = service.object(target.objectSid());
      if (!request.establish()) {
        HostedObject known = subscribed.remove(target.objectSid());
        if (known != null) {
          known.unsubscribe(this);
        }
        // Also for objects that are gone: clients cancel those too.
        result(request, new SyncEvent.Canceled(target.objectSid(), target.objectType()));
        continue;
      }
      try {
        if (object == null || service.deleted()) {
          throw ObjectKind.of(target.objectType()).missing();
        }
        if (subscribed.size() >= MAX_SUBSCRIPTIONS && !subscribed.containsKey(target.objectSid())) {
          throw SyncRefusal.tooMany("subscriptions");
        }
        object.subscribe(
            this, request.protocolVersion(), request.correlationId(), target.lastEventId());
        subscribed.put(object.sid(), object);
      } catch (SyncRefusal e) {
        result(
            request,
            new SyncEvent.Failed(
                target.objectSid(), target.objectType(), e.status(), e.code(), e.text()));
      }
    }
  }

  private void result(SubscriptionRequest request, SyncEvent event) {
    String json = SyncNotification.encode(event);
    byte[] payload =
        request.protocolVersion() == 3
            ? SyncNotification.version3(event.type(), json, request.correlationId())
            : SyncNotification.version4(event.type(), List.of(json), request.correlationId());
    send(
        new TwilsockMessage.Notification(
            endpoint.services().sids().next("TM"), SyncNotification.STRICTLY_ORDERED, payload));
  }

  /** May come from another thread than what is being handled, when the socket is dropped. */
  @Override
  public void onClose(int code, String reason) {
    endpoint.closed(this);
    Session ended;
    synchronized (this) {
      closed = true;
      cancelTimers();
      subscribed.values().forEach(object -> object.unsubscribe(this));
      subscribed.clear();
      ended = session;
    }
    if (ended != null) {
      ended.services().values().forEach(service -> service.disconnected(this));
    }
  }
}
