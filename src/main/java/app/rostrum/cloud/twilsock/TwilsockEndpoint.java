package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.web.NewcomerLimit;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The server side of Twilsock at the path {@value #PATH}. Unmodified Sync and Conversations SDKs
 * connect to it, each by a socket of its own. Every connection is pinged; one that leaves three
 * pings in a row unanswered is dropped, so a client that disappears is missed after 15 to 20 s.
 */
public final class TwilsockEndpoint implements WebSocketEndpoint, AutoCloseable {
  /** The path of the WebSocket, as Twilio's SDKs have it. */
  public static final String PATH = "/v3/wsconnect";

  static final Duration PING = Duration.ofSeconds(5);
  private static final int MAX_CONNECTIONS = 20_000;

  private static final int MAX_UNAUTHENTICATED = 4096;
  private static final int MAX_UNAUTHENTICATED_OF_NETWORK = 128;
  private static final int FIRST_MESSAGES = 16 * 1024;

  private final NewcomerLimit newcomers =
      new NewcomerLimit(MAX_UNAUTHENTICATED_OF_NETWORK, MAX_UNAUTHENTICATED);
  private final Sids sids;
  private final Clock clock;
  private final Authenticator authenticator;
  private final FailureThrottle failures;
  private final ExecutorService executor = Threads.perTask("twilsock");
  private final Timers timers = Timers.create("twilsock").on(executor);
  private final Scheduler scheduler;
  private final Set<TwilsockConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Starts pinging.
   *
   * @param products at least one; the first serves clients that register for none
   */
  public TwilsockEndpoint(
      List<TwilsockProduct> products, TokenVerifier tokens, Sids sids, Clock clock) {
    this(products, tokens, sids, clock, PING);
  }

  /**
   * Starts pinging.
   *
   * @param products at least one; the first serves clients that register for none
   * @param ping the time between two pings of a connection
   */
  public TwilsockEndpoint(
      List<TwilsockProduct> products, TokenVerifier tokens, Sids sids, Clock clock, Duration ping) {
    this(products, tokens, sids, clock, ping, null);
  }

  /**
   * Starts pinging.
   *
   * @param testScheduler null for real time
   */
  TwilsockEndpoint(
      List<TwilsockProduct> products,
      TokenVerifier tokens,
      Sids sids,
      Clock clock,
      Duration ping,
      @Nullable Scheduler testScheduler) {
    this.sids = sids;
    this.clock = clock;
    this.authenticator = new Authenticator(products, tokens);
    this.failures = new FailureThrottle(clock);
    this.scheduler = testScheduler == null ? timers : testScheduler;
    scheduler.every(ping, this::pingAll);
  }

  @Override
  public int firstMessages() {
    return FIRST_MESSAGES;
  }

  @Override
  public Receiver onOpen(WebSocketConnection socket) {
    NewcomerLimit.Place newcomer = newcomers.enter(socket.remoteAddress());
    var connection =
        new TwilsockConnection(
            socket, authenticator, failures, sids, clock, scheduler, newcomer, connections::remove);
    if (closed) {
      socket.close(1001, "shutting down");
    } else if (!newcomer.isTaken()) {
      socket.abort();
    } else if (connections.size() >= MAX_CONNECTIONS + MAX_UNAUTHENTICATED) {
      socket.close(1013, "too many connections");
    } else {
      connections.add(connection);
      if (closed) {
        connection.drop();
      }
    }
    return connection;
  }

  private void pingAll() {
    byte[] ping = new TwilsockMessage.Ping(sids.next("TM")).encode();
    for (TwilsockConnection connection : connections) {
      Threads.contain("twilsock-ping", () -> connection.ping(ping));
    }
  }

  /** Drops the connections of an identity whose tokens have been withdrawn. */
  public void dropWithdrawn(String identity) {
    for (TwilsockConnection connection : connections) {
      Threads.contain("twilsock-withdrawn", () -> connection.dropIfWithdrawn(identity));
    }
  }

  /**
   * Tells all clients that the server restarts, and takes no new ones.
   *
   * @param away the time after which it is worth to connect again
   */
  public void announceRestart(Duration away) {
    closed = true;
    for (TwilsockConnection connection : connections) {
      Threads.contain("twilsock-restart", () -> connection.announceRestart(away));
    }
  }

  /** Returns the number of open connections, authenticated or not. */
  public int connectionCount() {
    return connections.size();
  }

  /** Stops pinging and drops all connections; their clients come back by themselves. */
  @Override
  public void close() {
    closed = true;
    timers.close();
    for (TwilsockConnection connection : connections) {
      Threads.contain("twilsock-close", connection::drop);
    }
    executor.shutdown();
  }
}
