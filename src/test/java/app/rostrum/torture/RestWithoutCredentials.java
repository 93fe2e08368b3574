package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayList;

/** Large requests to the REST API without credentials, or with wrong ones. */
final class RestWithoutCredentials implements Attack {
  @Override
  public String name() {
    return "REST without credentials";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    int times = server.times(300, 1500);
    try (var sockets = new RawSockets(server)) {
      var all = new ArrayList<Socket>();
      for (int i = 0; i < times; i++) {
        String credentials = i % 2 == 0 ? "" : "Authorization: Basic QUMwMDpndWVzcw==\r\n";
        all.add(
            sockets.send(
                "POST /rest/video/v1/Rooms HTTP/1.1\r\n"
                    + RawSockets.headers(i)
                    + credentials
                    + "Content-Length: 1000000\r\n\r\n",
                new byte[100_000]));
      }
      server.letNewcomersIn();
      for (Socket socket : all) {
        // Whoever sends on after the refusal may lose it.
        assertThat(RawSockets.status(socket)).isIn(401, 0);
      }
    }
    return times + " refused";
  }
}
