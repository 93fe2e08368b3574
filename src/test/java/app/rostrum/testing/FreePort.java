package app.rostrum.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of loopback for servers that have to be told theirs. */
public final class FreePort {
  private FreePort() {}

  /** Returns a port that is free now. */
  public static int find() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
