package app.rostrum.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Counts open connections by the network that they come from, and closes those that bring no
 * request in time. Loopback is not counted: a proxy's connections belong to many people.
 */
final class ConnectionCounts implements Connection.Listener {
  /** Connections over the limit that are kept to be told so; further ones are closed unheard. */
  private static final int TOLD = 64;

  private final NetworkCounts open = new NetworkCounts();
  private final int maximum;
  private final Duration requestTime;
  private final Scheduler scheduler;

  ConnectionCounts(WebLimits limits, Scheduler scheduler) {
    this.maximum = limits.connectionsOfAddress();
    this.requestTime = limits.requestTime();
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection) {
      return; // The connection inside it is counted, from before the handshake.
    }
    EndPoint endPoint = connection.getEndPoint();
    var unused = open.add(address(endPoint), 1, Integer.MAX_VALUE);
    if (open.of(address(endPoint)) > maximum + TOLD) {
      endPoint.close();
    }
    if (connection instanceof Connection.UpgradeFrom) { // HTTP, and no WebSocket yet.
      var deadline =
          scheduler.schedule(
              () -> {
                // One that waits for its first byte counts no messages (-1), and is another
                // connection afterwards.
                if (connection.getMessagesIn() <= 0 && endPoint.getConnection() == connection) {
                  endPoint.close();
                }
              },
              requestTime.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof SslConnection) {
      return;
    }
    open.remove(address(connection.getEndPoint()), 1);
  }

  /** Returns whether the network of this connection has more of them than it may. */
  boolean isOver(EndPoint endPoint) {
    return open.of(address(endPoint)) > maximum;
  }

  private static String address(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress().getHostAddress()
        : "";
  }
}
