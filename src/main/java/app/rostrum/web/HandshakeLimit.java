package app.rostrum.web;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Bounds the TLS handshakes that are under way, and closes the connections of networks whose
 * handshakes have failed too often in the last minute, before they cost anything. Their time is
 * bounded by {@link ConnectionCounts}, and loopback is bounded in all only, as it is there.
 */
final class HandshakeLimit implements Connection.Listener, SslHandshakeListener {
  /**
   * The limits.
   *
   * @param ofNetwork handshakes of one network that are under way
   * @param ofAll handshakes that are under way
   * @param failures failed handshakes of one network in a minute
   */
  record Limits(int ofNetwork, int ofAll, int failures) {
    static final Limits DEFAULT = new Limits(512, 4_096, 300);
  }

  private final Map<EndPoint, NewcomerLimit.Place> underWay = new ConcurrentHashMap<>();
  private final NetworkCounts failures = new NetworkCounts();
  private final NewcomerLimit places;
  private final int mostFailures;
  private final Scheduler scheduler;

  HandshakeLimit(Limits limits, Scheduler scheduler) {
    places = new NewcomerLimit(limits.ofNetwork(), limits.ofAll());
    mostFailures = limits.failures();
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection && !admits(connection.getEndPoint())) {
      connection.getEndPoint().close();
    }
  }

  /** Returns whether somebody may begin a handshake. */
  boolean admits(EndPoint client) {
    NewcomerLimit.Place place = places.enter(address(client));
    underWay.put(client, place);
    return place.isTaken() && failures.of(address(client)) < mostFailures;
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof SslConnection) {
      over(connection.getEndPoint());
    }
  }

  @Override
  public void handshakeSucceeded(Event event) {
    over(client(event));
  }

  @Override
  public void handshakeFailed(Event event, Throwable failure) {
    failed(client(event));
  }

  /** Returns the connection to the client, whose inside the event names. */
  private static EndPoint client(Event event) {
    return event.getEndPoint() instanceof SslConnection.SslEndPoint inside
        ? inside.getSslConnection().getEndPoint()
        : event.getEndPoint();
  }

  /** Counts a handshake that was not brought to its end. */
  void failed(EndPoint client) {
    String address = address(client);
    over(client);
    if (failures.add(address, 1, mostFailures)) {
      var forgiven = scheduler.schedule(() -> failures.remove(address, 1), 1, TimeUnit.MINUTES);
    }
  }

  /** Ends a handshake, however it went. */
  void over(EndPoint client) {
    NewcomerLimit.Place place = underWay.remove(client);
    if (place != null) {
      place.leave();
    }
  }

  /** Returns the number of handshakes that are under way. */
  int underWay() {
    return underWay.size();
  }

  private static String address(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress().getHostAddress()
        : "";
  }
}
