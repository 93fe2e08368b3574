package app.rostrum.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Counts open connections by the network that they come from, and closes those that bring no
 * request in time. Loopback is not counted: a proxy's connections belong to many people.
 */
final class ConnectionCounts implements Connection.Listener {
  /** Connections over the limit that are kept to be told so; further ones are closed unheard. */
  private static final int TOLD = 64;

  private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();
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
    EndPoint endPoint = connection.getEndPoint();
    String network = network(endPoint);
    if (!network.isEmpty() && open.merge(network, 1, Integer::sum) > maximum + TOLD) {
      endPoint.close();
    }
    if (connection instanceof HttpConnection) {
      var unused =
          scheduler.schedule(
              () -> {
                if (connection.getMessagesIn() == 0) {
                  endPoint.close();
                }
              },
              requestTime.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    String network = network(connection.getEndPoint());
    if (!network.isEmpty()) {
      open.computeIfPresent(network, (n, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Returns whether the network of this connection has more of them than it may. */
  boolean isOver(EndPoint endPoint) {
    return open.getOrDefault(network(endPoint), 0) > maximum;
  }

  private static String network(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
            && peer.getAddress() != null
            && !peer.getAddress().isLoopbackAddress()
        ? ClientNetwork.of(peer.getAddress().getHostAddress())
        : "";
  }
}
