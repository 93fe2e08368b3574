package app.rostrum.cloud.rooms;

import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts signaling sockets, which Twilio serves at /signaling. */
public final class SignalingEndpoint implements WebSocketEndpoint {
  private final Rooms rooms;
  private final AtomicInteger open = new AtomicInteger();

  public SignalingEndpoint(Rooms rooms) {
    this.rooms = rooms;
  }

  @Override
  public Receiver onOpen(WebSocketConnection connection) {
    boolean full = open.incrementAndGet() > rooms.settings().maxConnections();
    return new SignalingConnection(rooms, connection, full, open::decrementAndGet);
  }
}
