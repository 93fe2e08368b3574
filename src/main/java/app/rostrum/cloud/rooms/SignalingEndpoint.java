package app.rostrum.cloud.rooms;

import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts signaling sockets, which Twilio serves at /signaling. */
public final class SignalingEndpoint implements WebSocketEndpoint {
  private final RoomAdmission admission;
  private final AtomicInteger open = new AtomicInteger();

  public SignalingEndpoint(Rooms rooms) {
    this.admission = rooms.admission();
  }

  @Override
  public Receiver onOpen(WebSocketConnection connection) {
    boolean full = open.incrementAndGet() > admission.settings().maxConnections();
    return new SignalingConnection(admission, connection, full, open::decrementAndGet);
  }
}
