package app.rostrum.cloud.sync;

import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Twilsock's server, for the path {@value #PATH}: what unmodified Sync and Conversations SDKs
 * connect to, each by a socket of its own. Pings every connection and drops those that have left
 * three pings in a row unanswered: whoever vanishes without a word is missed after 15 to 20 s.
 */
public final class TwilsockEndpoint implements WebSocketEndpoint, AutoCloseable {
  public static final String PATH = "/v3/wsconnect";
  static final Duration PING = Duration.ofSeconds(5);
  private static final int MAX_CONNECTIONS = 20_000;
  private static final int FAILURE_BURST = 30;
  private static final double FAILURES_PER_SECOND = 0.5;
  private static final int MAX_ADDRESSES = 10_000;

  private final SyncServices services;
  private final Map<String, TwilsockProduct> products = new LinkedHashMap<>();
  private final Function<String, Optional<String>> secretOfKey;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Set<TwilsockConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, TokenBucket> failures = new HashMap<>();
  private final Future<?> pinger;

  /**
   * @param secretOfKey the secret of an API key SID, empty if the key is not ours
   * @param timer runs short tasks only; not closed here
   */
  public TwilsockEndpoint(
      SyncServices services,
      Function<String, Optional<String>> secretOfKey,
      Clock clock,
      ScheduledExecutorService timer) {
    this(services, List.of(), secretOfKey, clock, timer, PING);
  }

  /**
   * @param others what is served beside Sync
   */
  public TwilsockEndpoint(
      SyncServices services,
      List<TwilsockProduct> others,
      Function<String, Optional<String>> secretOfKey,
      Clock clock,
      ScheduledExecutorService timer) {
    this(services, others, secretOfKey, clock, timer, PING);
  }

  /**
   * @param ping how often connections are asked whether they are there
   */
  public TwilsockEndpoint(
      SyncServices services,
      Function<String, Optional<String>> secretOfKey,
      Clock clock,
      ScheduledExecutorService timer,
      Duration ping) {
    this(services, List.of(), secretOfKey, clock, timer, ping);
  }

  /**
   * @param others what is served beside Sync
   * @param ping how often connections are asked whether they are there
   */
  public TwilsockEndpoint(
      SyncServices services,
      List<TwilsockProduct> others,
      Function<String, Optional<String>> secretOfKey,
      Clock clock,
      ScheduledExecutorService timer,
      Duration ping) {
    this.services = services;
    var sync = new SyncProduct(services);
    products.put(sync.name(), sync);
    others.forEach(product -> products.put(product.name(), product));
    this.secretOfKey = secretOfKey;
    this.clock = clock;
    this.timer = timer;
    pinger =
        timer.scheduleWithFixedDelay(
            () -> services.executor().execute(this::pingAll),
            ping.toMillis(),
            ping.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public Receiver onOpen(WebSocketConnection socket) {
    var connection = new TwilsockConnection(this, socket);
    if (connections.size() >= MAX_CONNECTIONS) {
      socket.close(1013, "too many connections");
    } else {
      connections.add(connection);
    }
    return connection;
  }

  private void pingAll() {
    byte[] ping = new TwilsockMessage.Ping(services.sids().next("TM")).encode();
    connections.forEach(connection -> connection.ping(ping));
  }

  void closed(TwilsockConnection connection) {
    connections.remove(connection);
  }

  /** Connections that are open, whether they have authenticated or not. */
  public int connectionCount() {
    return connections.size();
  }

  /** True if this address has failed to authenticate too often lately. */
  boolean isThrottled(String address) {
    synchronized (failures) {
      TokenBucket bucket = failures.get(address);
      return bucket != null && bucket.isEmpty();
    }
  }

  void noteFailure(String address) {
    synchronized (failures) {
      if (failures.size() >= MAX_ADDRESSES) {
        failures.values().removeIf(TokenBucket::isFull);
      }
      if (failures.size() < MAX_ADDRESSES) {
        var unused =
            failures
                .computeIfAbsent(
                    address, a -> new TokenBucket(clock, FAILURES_PER_SECOND, FAILURE_BURST))
                .take();
      }
    }
  }

  SyncServices services() {
    return services;
  }

  /** Null if no product of that name is served. */
  @Nullable TwilsockProduct product(String name) {
    return products.get(name);
  }

  Function<String, Optional<String>> secretOfKey() {
    return secretOfKey;
  }

  Clock clock() {
    return clock;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Stops pinging and drops all connections; their clients come back by themselves. */
  @Override
  public void close() {
    pinger.cancel(false);
    connections.forEach(TwilsockConnection::drop);
  }
}
