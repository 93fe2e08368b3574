package app.rostrum.cloud.rooms;

import app.rostrum.cloud.store.Store;
import app.rostrum.testing.KillableServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Runs {@link EmbeddedRooms} in a process of their own, with a room {@value #ROOM}. */
public final class RoomServer {
  public static final String ROOM = "stage";

  private RoomServer() {}

  /** Returns the signaling address of a server. */
  public static URI signaling(KillableServer server) {
    return URI.create("ws://127.0.0.1:" + server.port() + "/signaling");
  }

  public static void main(String[] args) throws IOException, RoomException, InterruptedException {
    var rooms =
        new EmbeddedRooms(
            Store.open(Path.of(args[0])),
            RoomSettings.of(TestTokens.ACCOUNT),
            Integer.parseInt(args[1]));
    if (rooms.rooms().find(ROOM).isEmpty()) {
      rooms.create(ROOM);
    }
    KillableServer.serving(rooms.port());
  }
}
