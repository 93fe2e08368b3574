package app.rostrum.cloud.live;

import app.rostrum.rtc.MediaPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** UDP ports on this machine; each client needs one of its own to be told apart by its address. */
final class Loopback {
  private Loopback() {}

  static MediaPort port() {
    return port(1);
  }

  /** Opens a port with several sockets, as a server has it on a machine with many cores. */
  static MediaPort port(int sockets) {
    try {
      return MediaPort.open(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(), sockets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
