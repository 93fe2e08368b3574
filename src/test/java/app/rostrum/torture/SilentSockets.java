package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** WebSockets that say nothing, at signaling and Twilsock. */
final class SilentSockets implements Attack {
  private static final int OF_ONE_ADDRESS = 100;

  @Override
  public String name() {
    return "silent WebSockets";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    int times = server.times(300, 2200);
    try (var sockets = new RawSockets(server)) {
      var all = new ArrayList<Socket>();
      for (String path : List.of("/signaling", "/v3/wsconnect")) {
        for (int i = 0; i < times; i++) {
          all.add(sockets.webSocket(path, i / OF_ONE_ADDRESS));
        }
        // These are more than one address may have.
        for (int i = 0; i < times; i++) {
          all.add(sockets.webSocket(path, 65_535));
        }
      }
      for (Socket socket : all) {
        // Beyond the limit it is opened and aborted.
        assertThat(RawSockets.status(socket)).isIn(101, 0);
      }
      server.letNewcomersIn();
    }
    return 4 * times + " opened, half of them by one address";
  }
}
