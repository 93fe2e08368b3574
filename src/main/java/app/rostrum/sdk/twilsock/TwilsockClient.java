package app.rostrum.sdk.twilsock;

import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockFrame;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Twilsock connection that comes back by itself. Requests wait while there is none; those under
 * way when it drops fail, because whether they took effect is unknown. Safe for any thread; all
 * state lives on the serial executor given, which the listener is called on too.
 */
public final class TwilsockClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TwilsockClient.class);
  private static final int MAX_WAITING = 1000;
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  /** The state of the connection. */
  public enum State {
    CONNECTING,
    CONNECTED,
    /** The token was refused or has expired; {@link #updateToken} revives the client. */
    DENIED,
    CLOSED
  }

  /** Hears the connection, on the serial executor. */
  public interface Listener {
    void onState(State state);

    void onNotification(String messageType, byte[] payload);

    void onTokenAboutToExpire();

    /** A message came that is no frame: what it was to tell is lost. */
    default void onGarbled() {}
  }

  /** The answer to a request, whatever its HTTP status. */
  public record HttpReply(int status, byte[] body) {}

  /**
   * What the client is for.
   *
   * @param product the name of the grant, for example data_sync
   * @param registrations the product's registrations, as in the init frame
   */
  public record Product(String product, String type, JsonArray registrations) {}

  private static final class Pending {
    final TwilsockMessage.Request request;
    final CompletableFuture<HttpReply> future = new CompletableFuture<>();
    @Nullable Future<?> timeout;

    Pending(TwilsockMessage.Request request) {
      this.request = request;
    }
  }

  private record TokenUpdate(String token, CompletableFuture<Void> future) {}

  private final OkHttpClient http;
  private final URI address;
  private final Product product;
  private final SerialExecutor executor;
  private final Listener listener;
  private final Timing timing;
  private final RandomGenerator random;

  // All below belongs to the serial executor; the state may be read by anybody.
  private volatile State state = State.CONNECTING;
  private final Map<String, Pending> underWay = new HashMap<>();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private final List<CompletableFuture<Void>> reviving = new ArrayList<>();
  private final Map<String, TokenUpdate> updates = new HashMap<>();
  private String token;
  private @Nullable String continuationToken;
  private @Nullable Socket socket;
  private @Nullable Future<?> retry;
  private @Nullable Future<?> connectTimeout;
  private @Nullable Future<?> watchdog;
  private @Nullable TwilsockException denial;
  private int failures;

  /** Does nothing until {@link #start}. */
  public TwilsockClient(
      OkHttpClient http,
      URI address,
      String token,
      Product product,
      SerialExecutor executor,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    this.http = http;
    this.address = address;
    this.token = token;
    this.product = product;
    this.executor = executor;
    this.listener = listener;
    this.timing = timing;
    this.random = random;
  }

  private static ScheduledThreadPoolExecutor timer() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("twilsock-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  public void start() {
    executor.execute(
        () -> {
          if (state == State.CONNECTING && socket == null) {
            connect();
          }
        });
  }

  public State state() {
    return state;
  }

  /** Runs a task on the serial executor after a while. */
  public Future<?> after(Duration delay, Runnable task) {
    return TIMER.schedule(() -> executor.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Sends a request, or keeps it until there is a connection. Completes on the serial executor;
   * exceptionally with a {@link TwilsockException} if no answer comes.
   */
  public CompletableFuture<HttpReply> request(HttpCall call, byte[] body) {
    var pending = new Pending(new TwilsockMessage.Request(newId(), product.product(), call, body));
    executor.execute(
        () -> {
          if (state == State.CLOSED) {
            pending.future.completeExceptionally(TwilsockException.failed("closed"));
          } else if (denial != null) {
            pending.future.completeExceptionally(denial);
          } else if (waiting.size() >= MAX_WAITING) {
            pending.future.completeExceptionally(
                TwilsockException.failed("too many requests are waiting"));
          } else {
            pending.timeout = after(timing.request(), () -> timeOut(pending));
            if (state == State.CONNECTED) {
              transmit(pending);
            } else {
              waiting.add(pending);
            }
          }
        });
    return pending.future;
  }

  private void timeOut(Pending pending) {
    boolean sent = underWay.remove(pending.request.id()) != null;
    waiting.remove(pending);
    pending.future.completeExceptionally(TwilsockException.timedOut(sent));
  }

  private void transmit(Pending pending) {
    underWay.put(pending.request.id(), pending);
    send(pending.request);
  }

  /**
   * Completes when the server has accepted the token, exceptionally with a {@link
   * TwilsockException} if it refuses. Connects at once if there is no connection.
   */
  public CompletableFuture<Void> updateToken(String fresh) {
    var future = new CompletableFuture<Void>();
    executor.execute(() -> updateToken(fresh, future));
    return future;
  }

  private void updateToken(String fresh, CompletableFuture<Void> future) {
    if (state == State.CLOSED) {
      future.completeExceptionally(TwilsockException.failed("closed"));
    } else if (state == State.CONNECTED) {
      if (fresh.equals(token)) {
        future.complete(null);
        return;
      }
      var update = new TwilsockMessage.Update(newId(), fresh);
      updates.put(update.id(), new TokenUpdate(fresh, future));
      var unused = after(timing.request(), () -> updateTimedOut(update.id()));
      send(update);
    } else {
      token = fresh;
      reviving.add(future);
      denial = null;
      discardSocket();
      setState(State.CONNECTING);
      connect();
    }
  }

  /** An update that nobody answered: the next init tries the token instead. */
  private void updateTimedOut(String id) {
    TokenUpdate update = updates.remove(id);
    if (update != null) {
      token = update.token();
      reviving.add(update.future());
      lost("the token update was not answered", 0);
    }
  }

  private void connect() {
    cancel(retry);
    retry = null;
    var opening = new Socket(this::opened, this::received, this::gone, executor);
    socket = opening;
    connectTimeout = after(timing.connect(), () -> gone(opening, "timed out"));
    opening.open(http, address);
  }

  private void opened(Socket which) {
    if (which == socket) {
      send(
          new TwilsockMessage.Init(
              which.initId(),
              token,
              continuationToken,
              Metadata.of(product.type()),
              product.registrations(),
              List.of("client_update")));
    }
  }

  private void gone(Socket which, String reason) {
    if (which == socket) {
      lost(reason, 0);
    }
  }

  private void received(Socket which, byte[] bytes) {
    if (which != socket) {
      return;
    }
    try {
      TwilsockFrame frame = TwilsockFrame.parse(bytes);
      TwilsockMessage message = TwilsockMessage.read(frame);
      if (!(message instanceof TwilsockMessage.Reply)) {
        send(TwilsockMessage.Reply.acknowledge(message.id()));
      }
      handle(which, frame, message);
    } catch (TwilsockFormatException e) {
      LOG.debug("ignoring what is no Twilsock frame: {}", e.getMessage());
      if (state == State.CONNECTED) {
        listener.onGarbled();
      }
    }
  }

  private void handle(Socket which, TwilsockFrame frame, TwilsockMessage message) {
    switch (message) {
      case TwilsockMessage.Reply reply when reply.id().equals(which.initId()) ->
          initialized(reply, frame);
      case TwilsockMessage.Reply reply -> answered(reply, frame);
      case TwilsockMessage.Notification notification ->
          listener.onNotification(notification.messageType(), notification.payload());
      case TwilsockMessage.ClientUpdate update -> {
        if (update.type().equals(TwilsockMessage.ClientUpdate.TOKEN_ABOUT_TO_EXPIRE)) {
          listener.onTokenAboutToExpire();
        }
      }
      case TwilsockMessage.Close close -> closedByServer(close);
      case TwilsockMessage.Ping ping -> {
        // Acknowledged already.
      }
      case TwilsockMessage.Other other -> LOG.debug("ignoring method {}", other.method());
      case TwilsockMessage.Init other -> LOG.debug("ignoring an init from the server");
      case TwilsockMessage.Update other -> LOG.debug("ignoring an update from the server");
      case TwilsockMessage.Request other -> LOG.debug("ignoring a request from the server");
    }
  }

  private void initialized(TwilsockMessage.Reply reply, TwilsockFrame frame) {
    if (state == State.CONNECTED) {
      return;
    }
    TwilsockStatus status = reply.status();
    if (status.isSuccess()) {
      cancel(connectTimeout);
      failures = 0;
      if (reply.continuationToken() != null) {
        continuationToken = reply.continuationToken();
      }
      watch();
      state = State.CONNECTED;
      for (Pending pending = waiting.poll(); pending != null; pending = waiting.poll()) {
        transmit(pending);
      }
      listener.onState(State.CONNECTED);
      drain(reviving).forEach(future -> future.complete(null));
    } else if (status.code() == 401 || status.code() == 403) {
      denied(status);
    } else {
      lost("init was answered " + status.code(), TwilsockMessage.reconnectMinMillis(frame));
    }
  }

  private void answered(TwilsockMessage.Reply reply, TwilsockFrame frame) {
    TwilsockStatus status = reply.status();
    TokenUpdate update = updates.remove(reply.id());
    if (update != null) {
      if (status.isSuccess()) {
        token = update.token();
        update.future().complete(null);
      } else if (status.code() == 401 || status.code() == 403) {
        reviving.add(update.future());
        denied(status);
      } else {
        token = update.token();
        reviving.add(update.future());
        lost(
            "the token update was answered " + status.code(),
            TwilsockMessage.reconnectMinMillis(frame));
      }
      return;
    }
    Pending pending = underWay.remove(reply.id());
    if (pending == null) {
      return;
    }
    cancel(pending.timeout);
    if (status.isSuccess() && reply.httpStatus() != 0) {
      pending.future.complete(new HttpReply(reply.httpStatus(), reply.body()));
    } else {
      pending.future.completeExceptionally(
          new TwilsockException(
              status.isSuccess() ? 0 : status.code(),
              status.errorCode(),
              "the request was not carried out: " + status.status(),
              false));
    }
  }

  private void closedByServer(TwilsockMessage.Close close) {
    TwilsockStatus status = close.status();
    int code = status == null ? 0 : status.code();
    switch (code) {
      // Unauthorized, token expired, and two that say that this client cannot be served at all.
      case 401, 410, 406, 417 -> denied(status == null ? TwilsockStatus.OK : status);
      default -> lost("the server closed with " + code, close.reconnectMinMillis());
    }
  }

  private void denied(TwilsockStatus status) {
    LOG.info("Twilsock refused the token: {} {}", status.code(), status.errorCode());
    discardSocket();
    var reason =
        new TwilsockException(
            status.code(),
            status.errorCode(),
            status.description().isEmpty() ? status.status() : status.description(),
            false);
    denial = reason;
    failAll(reason);
    setState(State.DENIED);
    drain(reviving).forEach(future -> future.completeExceptionally(reason));
  }

  /** The connection is gone or never came up: fails what was under way and tries again later. */
  private void lost(String reason, long waitAtLeastMillis) {
    if (state == State.CLOSED || state == State.DENIED) {
      return;
    }
    LOG.debug("Twilsock connection lost: {}", reason);
    discardSocket();
    failUnderWay(TwilsockException.disconnected());
    for (TokenUpdate update : drain(updates)) {
      token = update.token();
      reviving.add(update.future());
    }
    setState(State.CONNECTING);
    double nominal =
        Math.min(
            timing.lastRetry().toMillis(),
            timing.firstRetry().toMillis() * Math.pow(2, Math.min(failures, 20)));
    failures++;
    // Half of the wait is chance, so that a thousand clients do not come back in one moment.
    long wait = Math.max(waitAtLeastMillis, (long) (nominal * (0.5 + random.nextDouble())));
    cancel(retry);
    retry = after(Duration.ofMillis(Math.min(wait, 120_000)), this::retryNow);
  }

  private void retryNow() {
    if (state == State.CONNECTING && socket == null) {
      connect();
    }
  }

  private void watch() {
    Duration step = timing.silence().dividedBy(4);
    watchdog = after(step, this::checkSilence);
  }

  private void checkSilence() {
    Socket current = socket;
    if (current == null || state != State.CONNECTED) {
      return;
    }
    if (current.silence().compareTo(timing.silence()) > 0) {
      lost("nothing was heard for " + timing.silence().toSeconds() + " s", 0);
    } else {
      watch();
    }
  }

  private void discardSocket() {
    cancel(connectTimeout);
    cancel(watchdog);
    cancel(retry);
    retry = null;
    Socket old = socket;
    socket = null;
    if (old != null) {
      old.abandon();
    }
  }

  private void failAll(TwilsockException reason) {
    failUnderWay(reason);
    for (Pending pending = waiting.poll(); pending != null; pending = waiting.poll()) {
      cancel(pending.timeout);
      pending.future.completeExceptionally(reason);
    }
    drain(updates).forEach(update -> update.future().completeExceptionally(reason));
  }

  private void failUnderWay(TwilsockException reason) {
    for (Pending pending : drain(underWay)) {
      cancel(pending.timeout);
      pending.future.completeExceptionally(reason);
    }
  }

  private static <T> List<T> drain(Map<String, T> map) {
    var values = new ArrayList<>(map.values());
    map.clear();
    return values;
  }

  private static <T> List<T> drain(List<T> list) {
    var values = new ArrayList<>(list);
    list.clear();
    return values;
  }

  private void setState(State next) {
    if (state != next) {
      state = next;
      listener.onState(next);
    }
  }

  private void send(TwilsockMessage message) {
    if (socket != null) {
      socket.send(message.encode());
    }
  }

  /** Says goodbye and ends the connection; what waits fails. */
  @Override
  public void close() {
    executor.execute(
        () -> {
          if (state == State.CLOSED) {
            return;
          }
          Socket old = socket;
          if (old != null && state == State.CONNECTED) {
            send(new TwilsockMessage.Close(newId(), null, 0));
            old.finish();
            socket = null;
          }
          discardSocket();
          TwilsockException reason = TwilsockException.failed("closed");
          failAll(reason);
          drain(reviving).forEach(future -> future.completeExceptionally(reason));
          setState(State.CLOSED);
        });
  }

  private static String newId() {
    return "TM" + UUID.randomUUID();
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }

  /** What the client tells of itself. */
  private static final class Metadata {
    private Metadata() {}

    static JsonObject of(String type) {
      var json = new JsonObject();
      json.addProperty("ver", "1.0");
      json.addProperty("env", "Java");
      json.addProperty("envv", System.getProperty("java.version"));
      json.addProperty("os", System.getProperty("os.name"));
      json.addProperty("osv", System.getProperty("os.version"));
      json.addProperty("osa", System.getProperty("os.arch"));
      json.addProperty("type", type);
      json.addProperty("sdk", "java");
      json.addProperty("sdkv", "1.0");
      return json;
    }
  }
}
