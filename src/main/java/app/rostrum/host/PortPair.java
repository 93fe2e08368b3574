package app.rostrum.host;

import app.rostrum.cloud.live.Live;
import app.rostrum.rtc.MediaPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Finds a number that is free as a UDP and as a TCP port, and opens the UDP port. */
final class PortPair {
  private static final int ATTEMPTS = 20;

  private PortPair() {}

  /**
   * Opens the UDP port.
   *
   * @param port 0 for any that is free
   * @param advertised the addresses under which others reach it, read for each connection; empty
   *     for all that this machine has
   * @throws BindException if the port is in use, tried for a second
   */
  static MediaPort open(String host, int port, Supplier<List<InetAddress>> advertised)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return bindBoth(host, port, advertised);
      } catch (BindException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        if (port != 0) {
          // A process that has just ended may still hold the port.
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
      }
    }
  }

  private static MediaPort bindBoth(String host, int port, Supplier<List<InetAddress>> advertised)
      throws IOException {
    MediaPort media =
        MediaPort.open(new InetSocketAddress(host, port), advertised, Live.sendingThreads());
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, media.port()));
      return media;
    } catch (Throwable e) {
      media.close();
      throw e;
    }
  }
}
