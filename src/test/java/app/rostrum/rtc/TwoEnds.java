package app.rostrum.rtc;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client and a server, opened for each test and closed after it. */
abstract class TwoEnds {
  End client;
  End server;

  @BeforeEach
  void openEnds() throws IOException {
    client = new End(RtcPeer.IceRole.FULL);
    server = new End(RtcPeer.IceRole.LITE);
  }

  @AfterEach
  void closeEnds() {
    client.close();
    server.close();
  }

  /** Negotiates by the client's offer and waits until both ends are connected. */
  void connect() throws Exception {
    client.negotiate(server);
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
  }
}
