package app.rostrum.cloud.rooms;

import app.rostrum.rtc.MediaPort;
import app.rostrum.web.NewcomerLimit;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts signaling sockets, which Twilio serves at /signaling. */
public final class SignalingEndpoint implements WebSocketEndpoint {
  static final int UNAUTHENTICATED_OF_NETWORK = 128;
  private static final int UNAUTHENTICATED = 4096;
  private static final int FIRST_MESSAGES = 16 * 1024;

  private final RoomAdmission admission;
  private final Optional<MediaPort> mediaPort;
  private final AtomicInteger authenticated = new AtomicInteger();
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
    boolean full = authenticated.get() >= admission.settings().maxConnections();
    return new SignalingConnection(admission, connection, full, new Place(newcomer), mediaPort);
  }

  /** The place of one connection, among the newcomers first. */
  final class Place {
    private final NewcomerLimit.Place newcomer;
    private boolean counted;

    private Place(NewcomerLimit.Place newcomer) {
      this.newcomer = newcomer;
    }

    /** Moves the connection to those that have authenticated. */
    synchronized void authenticated() {
      if (newcomer.leave()) {
        counted = true;
        authenticated.incrementAndGet();
      }
    }

    synchronized void leave() {
      var unused = newcomer.leave();
      if (counted) {
        counted = false;
        authenticated.decrementAndGet();
      }
    }
  }
}
