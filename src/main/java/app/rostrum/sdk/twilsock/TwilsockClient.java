package app.rostrum.sdk.twilsock;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockFrame;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonArray;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Twilsock client that reconnects by itself. Requests wait while there is no connection; those
 * that were sent when it drops fail, because whether they took effect is unknown. Safe for any
 * thread; all state belongs to the serial executor given, on which the listener is called too.
 */
public final class TwilsockClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TwilsockClient.class);
  private static final Timers TIMERS = Timers.create("twilsock");

  /** The state of a client's connection. */
  public enum State {
    CONNECTING,
    CONNECTED,
    /** The token was refused or has expired; {@link #updateToken} revives the client. */
    DENIED,
    CLOSED
  }

  /** Receives a client's events, on the serial executor. */
  public interface Listener {
    void onState(State state);

    void onNotification(String messageType, byte[] payload);

    void onTokenAboutToExpire();

    /** The server restarts and will be back in a moment; {@link State#CONNECTING} follows. */
    default void onServerRestarting() {}

    /** A message could not be read as a frame, so a notification may be lost. */
    default void onGarbled() {}
  }

  /** The answer to a request, whatever its HTTP status. */
  public record HttpReply(int status, byte[] body) {}

  /**
   * The product that a client is for.
   *
   * @param product the name of the grant, for example data_sync
   * @param registrations the product's registrations, as in the init frame
   */
  public record Product(String product, String type, JsonArray registrations) {}

  private record TokenUpdate(String token, CompletableFuture<Void> future) {}

  private final OkHttpClient http;
  private final URI address;
  private final Product product;
  private final SerialExecutor executor;
  private final Listener listener;
  private final Timing timing;
  private final Scheduler scheduler;
  private final Backoff backoff;
  private final PendingRequests requests;

  // All below belongs to the serial executor; the state may be read from any thread.
  private volatile State state = State.CONNECTING;

  /** Completed when the next init is accepted. */
  private final List<CompletableFuture<Void>> reviving = new ArrayList<>();

  private final Map<String, TokenUpdate> updates = new HashMap<>();
  private String token;
  private @Nullable String continuationToken;
  private @Nullable TwilsockSocket socket;
  private Timers.Timer retry = Timers.Timer.NONE;
  private Timers.Timer connectTimeout = Timers.Timer.NONE;
  private Timers.Timer watchdog = Timers.Timer.NONE;
  private @Nullable TwilsockException denial;

  /** Creates a client that does nothing until {@link #start}. */
  public TwilsockClient(
      OkHttpClient http,
      URI address,
      String token,
      Product product,
      SerialExecutor executor,
      Listener listener,
      Timing timing,
      RandomGenerator random) {
    this(http, address, token, product, executor, listener, timing, random, TIMERS);
  }

  /** Creates a client with a scheduler of its own that does nothing until {@link #start}. */
  public TwilsockClient(
      OkHttpClient http,
      URI address,
      String token,
      Product product,
      SerialExecutor executor,
      Listener listener,
      Timing timing,
      RandomGenerator random,
      Scheduler scheduler) {
    this.http = http;
    this.address = address;
    this.token = token;
    this.product = product;
    this.executor = executor;
    this.listener = listener;
    this.timing = timing;
    this.scheduler = scheduler;
    this.backoff =
        new Backoff(
            Backoff.Policy.doubling(timing.firstRetry(), timing.lastRetry()),
            random,
            scheduler::nanoTime);
    this.requests = new PendingRequests(scheduler, executor, timing.request());
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

  /** Runs a task on the serial executor after a delay. */
  public Timers.Timer after(Duration delay, Runnable task) {
    return scheduler.after(delay, executor, task);
  }

  /**
   * Sends a request, or keeps it until there is a connection. Completes on the serial executor;
   * exceptionally with a {@link TwilsockException} if no answer comes.
   */
  public CompletableFuture<HttpReply> request(HttpCall call, byte[] body) {
    var pending =
        new PendingRequests.Pending(
            new TwilsockMessage.Request(newId(), product.product(), call, body));
    executor.execute(() -> request(pending));
    return pending.future();
  }

  private void request(PendingRequests.Pending pending) {
    if (state == State.CLOSED) {
      pending.future().completeExceptionally(TwilsockException.failed("closed"));
    } else if (denial != null) {
      pending.future().completeExceptionally(denial);
    } else if (requests.isFull()) {
      pending
          .future()
          .completeExceptionally(TwilsockException.failed("too many requests are waiting"));
    } else if (state == State.CONNECTED) {
      requests.addSent(pending);
      send(pending.request());
    } else {
      requests.addWaiting(pending);
    }
  }

  /**
   * Replaces the token, and connects at once if there is no connection. Completes when the server
   * has accepted the token, exceptionally with a {@link TwilsockException} if it refuses.
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
      after(timing.request(), () -> updateTimedOut(update.id()));
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

  /** Gives up on an update without an answer: the next init tries the token instead. */
  private void updateTimedOut(String id) {
    TokenUpdate update = updates.remove(id);
    if (update != null) {
      token = update.token();
      reviving.add(update.future());
      lost("the token update was not answered", 0);
    }
  }

  private void connect() {
    retry.cancel();
    var opening =
        new TwilsockSocket(this::opened, this::received, this::lost, executor, scheduler::nanoTime);
    socket = opening;
    connectTimeout = after(timing.connect(), () -> lost(opening, "timed out"));
    opening.open(http, address);
  }

  private void opened(TwilsockSocket which) {
    if (which == socket) {
      // The socket has taken its time; the server's answer has as much again.
      connectTimeout.cancel();
      connectTimeout = after(timing.connect(), () -> lost(which, "timed out"));
      send(
          new TwilsockMessage.Init(
              which.initId(),
              token,
              continuationToken,
              ClientMetadata.of(product.type()),
              product.registrations(),
              List.of("client_update")));
    }
  }

  private void lost(TwilsockSocket which, String reason) {
    if (which == socket) {
      lost(reason, 0);
    }
  }

  private void received(TwilsockSocket which, byte[] bytes) {
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
      LOG.debug("ignoring a message that is no Twilsock frame: {}", e.getMessage());
      if (state == State.CONNECTED) {
        tell(listener::onGarbled);
      }
    }
  }

  private void handle(TwilsockSocket which, TwilsockFrame frame, TwilsockMessage message) {
    switch (message) {
      case TwilsockMessage.Reply reply when reply.id().equals(which.initId()) ->
          initialized(reply, frame);
      case TwilsockMessage.Reply reply -> answered(reply, frame);
      case TwilsockMessage.Notification notification ->
          tell(() -> listener.onNotification(notification.messageType(), notification.payload()));
      case TwilsockMessage.ClientUpdate update -> {
        if (update.type().equals(TwilsockMessage.ClientUpdate.TOKEN_ABOUT_TO_EXPIRE)) {
          tell(listener::onTokenAboutToExpire);
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
      connectTimeout.cancel();
      backoff.connected();
      if (reply.continuationToken() != null) {
        continuationToken = reply.continuationToken();
      }
      watch();
      state = State.CONNECTED;
      requests.sendWaiting().forEach(this::send);
      tell(() -> listener.onState(State.CONNECTED));
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
    requests.answer(reply);
  }

  private void closedByServer(TwilsockMessage.Close close) {
    TwilsockStatus status = close.status();
    int code = status == null ? 0 : status.code();
    if (TwilsockStatus.RESTARTING.equals(status)) {
      tell(listener::onServerRestarting);
    }
    switch (code) {
      // Unauthorized, token expired, and two by which the server refuses this client for good.
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

  /** Fails the requests that were sent, and connects again later. */
  private void lost(String reason, long waitAtLeastMillis) {
    if (state == State.CLOSED || state == State.DENIED) {
      return;
    }
    LOG.debug("Twilsock connection lost: {}", reason);
    discardSocket();
    requests.failSent(TwilsockException.disconnected());
    for (TokenUpdate update : drain(updates)) {
      token = update.token();
      reviving.add(update.future());
    }
    setState(State.CONNECTING);
    Duration wait = backoff.next(Duration.ofMillis(waitAtLeastMillis)).orElse(timing.lastRetry());
    retry.cancel();
    retry = after(wait, this::retryNow);
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
    TwilsockSocket current = socket;
    if (current == null || state != State.CONNECTED) {
      return;
    }
    if (current.silence().compareTo(timing.silence()) > 0) {
      lost("no message for " + timing.silence().toSeconds() + " s", 0);
    } else {
      watch();
    }
  }

  private void discardSocket() {
    connectTimeout.cancel();
    watchdog.cancel();
    retry.cancel();
    TwilsockSocket old = socket;
    socket = null;
    if (old != null) {
      old.abandon();
    }
  }

  private void failAll(TwilsockException reason) {
    requests.failAll(reason);
    drain(updates).forEach(update -> update.future().completeExceptionally(reason));
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
      tell(() -> listener.onState(next));
    }
  }

  private static void tell(Runnable call) {
    Threads.contain("a Twilsock listener", call);
  }

  private void send(TwilsockMessage message) {
    if (socket != null) {
      socket.send(message.encode());
    }
  }

  /** Connects anew at once, because the connection is probably broken. */
  public void reconnect() {
    executor.execute(
        () -> {
          if (state == State.CONNECTED) {
            lost("asked to connect anew", 0);
          }
          if (state == State.CONNECTING && socket == null) {
            retry.cancel();
            connect();
          }
        });
  }

  /** Closes the connection. Requests without an answer fail. */
  @Override
  public void close() {
    executor.execute(
        () -> {
          if (state == State.CLOSED) {
            return;
          }
          TwilsockSocket old = socket;
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
}
