package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenBucket;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import app.rostrum.web.NewcomerLimit;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.token.AccessToken;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: authentication, dispatch of requests, liveness. */
final class TwilsockConnection implements WebSocketEndpoint.Receiver, Connection {
  private static final Logger log = LoggerFactory.getLogger(TwilsockConnection.class);
  private static final int MAX_FRAME = 256 * 1024;
  private static final int MAX_MALFORMED = 10;
  private static final int MAX_CONNECTIONS_PER_IDENTITY = 100;
  private static final int MAX_SILENT_PINGS = 3;
  private static final int REQUESTS_PER_SECOND = 50;
  private static final int REQUEST_BURST = 1000;
  private static final Duration EXPIRY_NOTICE = Duration.ofSeconds(210);
  private static final long THROTTLED_RETRY_MILLIS = 10_000;

  /**
   * The identity and the products that a connection has authenticated for.
   *
   * @param services by the name of the product
   */
  private record Session(
      String identity, String connectionId, Map<String, TwilsockService> services) {}

  private final WebSocketConnection socket;
  private final Authenticator authenticator;
  private final FailureThrottle failures;
  private final NewcomerLimit.Place newcomer;
  private final Sids sids;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Consumer<TwilsockConnection> onClosed;
  private final TokenBucket requests;
  private volatile int silentPings;
  private volatile @Nullable Session session;
  private volatile @Nullable AccessToken acceptedToken;
  private Timers.Timer expiryNotice = Timers.Timer.NONE;
  private Timers.Timer expiry = Timers.Timer.NONE;
  private int malformed;
  private boolean closed;

  /**
   * @param scheduler runs its tasks on threads that may block
   * @param onClosed called once, when the connection has ended
   */
  TwilsockConnection(
      WebSocketConnection socket,
      Authenticator authenticator,
      FailureThrottle failures,
      Sids sids,
      Clock clock,
      Scheduler scheduler,
      NewcomerLimit.Place newcomer,
      Consumer<TwilsockConnection> onClosed) {
    this.socket = socket;
    this.authenticator = authenticator;
    this.failures = failures;
    this.sids = sids;
    this.clock = clock;
    this.scheduler = scheduler;
    this.newcomer = newcomer;
    this.onClosed = onClosed;
    this.requests = new TokenBucket(clock, REQUESTS_PER_SECOND, REQUEST_BURST);
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

  /**
   * A frame that cannot be sent would leave a gap in what the client knows, so it has to return.
   */
  @Override
  public void send(byte[] frame) {
    try {
      socket.sendBinary(frame);
    } catch (Throwable failure) {
      log.error("a frame to {} could not be sent", socket.remoteAddress(), failure);
      drop();
    }
  }

  private void send(TwilsockMessage message) {
    send(message.encode());
  }

  /** Sends a ping; drops a client that left three unanswered or has not authenticated by then. */
  void ping(byte[] frame) {
    int silent = silentPings;
    if (silent >= MAX_SILENT_PINGS) {
      log.debug("dropping a silent Twilsock connection of {}", socket.remoteAddress());
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

  /** Tells the client that the server restarts; the client closes then. */
  void announceRestart(Duration away) {
    if (session != null) {
      send(new TwilsockMessage.Close(sids.next("TM"), TwilsockStatus.RESTARTING, away.toMillis()));
    }
  }

  /** Drops the connection if it belongs to this identity and its token has been withdrawn. */
  void dropIfWithdrawn(String identity) {
    AccessToken token = acceptedToken;
    if (token != null && token.identity().equals(identity) && authenticator.isWithdrawn(token)) {
      drop();
    }
  }

  @Override
  public void onText(String message) {
    countMalformed();
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
      countMalformed();
    }
  }

  /** Closes the connection after too many frames that nothing can be replied to. */
  private void countMalformed() {
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
        // A sign of life, which has been noted already.
      }
      case TwilsockMessage.Ping ping -> send(TwilsockMessage.Reply.acknowledge(ping.id()));
      case TwilsockMessage.Other other when other.method().startsWith("telemetry") -> {
        // Not used here.
      }
      case TwilsockMessage.Other other -> reply(other.id(), 400, "BAD_REQUEST", "", 0);
      case TwilsockMessage.Notification other -> reply(other.id(), 400, "BAD_REQUEST", "", 0);
      case TwilsockMessage.ClientUpdate other -> reply(other.id(), 400, "BAD_REQUEST", "", 0);
    }
  }

  private void reply(String id, int code, String status, String description, int errorCode) {
    send(TwilsockMessage.Reply.of(id, new TwilsockStatus(code, status, description, errorCode)));
  }

  private void replyUnauthorized(String id, AccessToken.TokenException e) {
    failures.noteFailure(socket.remoteAddress());
    reply(id, 401, "UNAUTHORIZED", String.valueOf(e.getMessage()), e.refusal().code());
  }

  private void init(TwilsockMessage.Init init) {
    if (session != null) {
      reply(init.id(), 400, "ALREADY_INITIALIZED", "", 0);
      return;
    }
    try {
      authenticate(init);
    } catch (AccessToken.TokenException e) {
      if (!replyThrottled(init.id())) {
        replyUnauthorized(init.id(), e);
      }
    } catch (Refusal e) {
      if (!replyThrottled(init.id())) {
        failures.noteFailure(socket.remoteAddress());
        reply(init.id(), 403, "FORBIDDEN", e.text(), e.code());
      }
    }
  }

  /** Asks a client to stay away for a while if its address has failed too often, and says so. */
  private boolean replyThrottled(String id) {
    boolean throttled = failures.isThrottled(socket.remoteAddress());
    if (throttled) {
      send(
          new TwilsockMessage.Reply(
              id,
              new TwilsockStatus(429, "TOO_MANY_REQUESTS", "Too many failures", 51202),
              0,
              null,
              List.of(),
              TwilsockMessage.backoff(THROTTLED_RETRY_MILLIS)));
    }
    return throttled;
  }

  private void authenticate(TwilsockMessage.Init init) throws AccessToken.TokenException {
    AccessToken token = authenticator.verify(init.token());
    Set<String> products = authenticator.products(init);
    if (products.isEmpty()) {
      reply(init.id(), 400, "UNKNOWN_PRODUCT", "", 0);
      return;
    }
    Map<String, TwilsockService> services = authenticator.services(token, products);
    for (TwilsockService service : services.values()) {
      if (service.connections(token.identity()) >= MAX_CONNECTIONS_PER_IDENTITY) {
        reply(init.id(), 429, "TOO_MANY_REQUESTS", "", 51202);
        return;
      }
    }
    ContinuationTokens continuation = authenticator.continuationTokens(token);
    String endpointId =
        Optional.ofNullable(init.continuationToken())
            .flatMap(earlier -> continuation.endpointId(earlier, token.identity()))
            .orElseGet(() -> sids.next("EP"));
    begin(new Session(token.identity(), sids.next("CO"), services), endpointId, token);
    send(
        new TwilsockMessage.Reply(
            init.id(),
            TwilsockStatus.OK,
            0,
            continuation.issue(endpointId, token.identity()),
            List.of("client_update"),
            new byte[0]));
  }

  private synchronized void begin(Session begun, String endpointId, AccessToken token) {
    if (closed) {
      return;
    }
    session = begun;
    var unused = newcomer.leave();
    socket.allowMessages(MAX_FRAME);
    acceptedToken = token;
    silentPings = 0;
    begun.services().values().forEach(service -> service.connected(this, endpointId));
    watchExpiry(token);
    dropIfWithdrawn(token.identity()); // Withdrawn while it was being accepted.
  }

  private synchronized void watchExpiry(AccessToken token) {
    cancelTimers();
    if (closed) {
      return;
    }
    Duration left = Duration.between(clock.instant(), token.expires());
    Duration notice = left.dividedBy(3);
    if (notice.compareTo(EXPIRY_NOTICE) > 0) {
      notice = EXPIRY_NOTICE;
    }
    expiryNotice =
        scheduler.after(
            left.minus(notice),
            () ->
                send(
                    new TwilsockMessage.ClientUpdate(
                        sids.next("TM"), TwilsockMessage.ClientUpdate.TOKEN_ABOUT_TO_EXPIRE)));
    // Only the socket goes: a close frame of Twilsock would make the official SDKs ignore a fresh
    // token for three seconds. The next init is told that the token has expired.
    expiry = scheduler.after(left, () -> socket.close(1001, "the token has expired"));
  }

  private void cancelTimers() {
    expiryNotice.cancel();
    expiry.cancel();
  }

  private void update(TwilsockMessage.Update update) {
    Session current = session;
    if (current == null) {
      reply(update.id(), 401, "UNAUTHORIZED", "", 20101);
      return;
    }
    try {
      AccessToken token = authenticator.verify(update.token());
      if (!token.identity().equals(current.identity())
          || !authenticator
              .services(token, current.services().keySet())
              .equals(current.services())) {
        reply(update.id(), 403, "UPDATE_IS_FORBIDDEN", "", 51232);
        return;
      }
      acceptedToken = token;
      watchExpiry(token);
      reply(update.id(), 200, "OK", "", 0);
    } catch (AccessToken.TokenException e) {
      replyUnauthorized(update.id(), e);
    } catch (Refusal e) {
      reply(update.id(), 403, "FORBIDDEN", "", e.code());
    }
  }

  private void request(TwilsockMessage.Request request) {
    Session current = session;
    if (current == null) {
      reply(request.id(), 401, "UNAUTHORIZED", "", 20101);
      return;
    }
    TwilsockAnswer answer = answer(current, request);
    send(TwilsockMessage.Reply.http(request.id(), answer.status(), answer.bytes()));
    answer.afterwards().run();
  }

  private TwilsockAnswer answer(Session current, TwilsockMessage.Request request) {
    try {
      if (!requests.take()) {
        throw new Refusal(429, 54009, "Too many requests");
      }
      TwilsockService service = current.services().get(request.activeGrant());
      if (service == null) {
        throw new Refusal(403, 20106, "The connection has no such grant");
      }
      return service.answer(this, request);
    } catch (Refusal refusal) {
      return TwilsockAnswer.refused(refusal);
    } catch (StoreException failure) {
      log.error("a request ({}) failed", request.http().method(), failure);
      return TwilsockAnswer.refused(Refusal.of(failure));
    } catch (Throwable failure) {
      log.error("a request ({}) failed", request.http().method(), failure);
      return TwilsockAnswer.refused(new Refusal(500, 20500, "Internal error"));
    }
  }

  /** May be called while a message is handled, or by another thread, when the socket fails. */
  @Override
  public void onClose(int code, String reason) {
    onClosed.accept(this);
    var unused = newcomer.leave();
    Session ended;
    synchronized (this) {
      closed = true;
      cancelTimers();
      ended = session;
    }
    if (ended != null) {
      ended.services().values().forEach(service -> service.disconnected(this));
    }
  }
}
