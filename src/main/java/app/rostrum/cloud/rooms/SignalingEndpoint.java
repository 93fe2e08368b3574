package app.rostrum.cloud.rooms;

import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Threads;
import app.rostrum.web.NewcomerLimit;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts signaling sockets, which Twilio serves at /signaling. */
public final class SignalingEndpoint implements WebSocketEndpoint {
  static final int UNAUTHENTICATED_OF_NETWORK = 128;
  private static final int UNAUTHENTICATED = 4096;

  /** The close code "Service Restart" of the IANA registry; clients resume after it. */
  private static final int SERVICE_RESTART = 1012;

  private static final int FIRST_MESSAGES = 16 * 1024;

  private final RoomAdmission admission;
  private final Optional<MediaPort> mediaPort;
  private final AtomicInteger authenticated = new AtomicInteger();
  private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean restarting;
  private final NewcomerLimit newcomers =
      new NewcomerLimit(UNAUTHENTICATED_OF_NETWORK, UNAUTHENTICATED);

  public SignalingEndpoint(Rooms rooms) {
    this(rooms, Optional.empty());
  }

  /**
   * @param mediaPort the port for the media of those who come by this endpoint, open for as long as
   *     it is used
   */
  public SignalingEndpoint(Rooms rooms, MediaPort mediaPort) {
    this(rooms, Optional.of(mediaPort));
  }

  private SignalingEndpoint(Rooms rooms, Optional<MediaPort> mediaPort) {
    this.admission = rooms.admission();
    this.mediaPort = mediaPort;
  }

  @Override
  public int firstMessages() {
    return FIRST_MESSAGES;
  }

  @Override
  public Receiver onOpen(WebSocketConnection connection) {
    NewcomerLimit.Place newcomer = newcomers.enter(connection.remoteAddress());
    if (!newcomer.isTaken()) {
      connection.abort();
    }
    open.add(connection);
    if (restarting) {
      connection.close(SERVICE_RESTART, "the server is restarting");
    }
    boolean full = authenticated.get() >= admission.settings().maxConnections();
    return new SignalingConnection(
        admission, connection, full, new Place(newcomer, connection), mediaPort);
  }

  /** Closes all connections with the code by which a server says that it restarts. */
  public void announceRestart() {
    restarting = true;
    for (WebSocketConnection connection : open) {
      Threads.contain(
          "signaling-restart", () -> connection.close(SERVICE_RESTART, "the server is restarting"));
    }
  }

  /** The place of one connection, among the newcomers first. */
  final class Place {
    private final NewcomerLimit.Place newcomer;
    private final WebSocketConnection connection;
    private boolean counted;

    private Place(NewcomerLimit.Place newcomer, WebSocketConnection connection) {
      this.newcomer = newcomer;
      this.connection = connection;
    }

    /** Moves the connection to those that have authenticated. */
    synchronized void authenticated() {
      if (newcomer.leave()) {
        counted = true;
        authenticated.incrementAndGet();
      }
    }

    synchronized void leave() {
      open.remove(connection);
      var unused = newcomer.leave();
      if (counted) {
        counted = false;
        authenticated.decrementAndGet();
      }
    }
  }
}
