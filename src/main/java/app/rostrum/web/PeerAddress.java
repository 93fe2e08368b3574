package app.rostrum.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;

/** The textual IP address of a client, told by a trusted proxy or else by the network. */
final class PeerAddress {
  private PeerAddress() {}

  /**
   * Returns the address of a request's client. Jetty's ForwardedRequestCustomizer takes the first
   * address of the header, which the client writes; the last one is the proxy's.
   */
  static String of(SocketAddress peer, HttpFields headers, Predicate<InetAddress> trusted) {
    if (!(peer instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return "";
    }
    InetAddress direct = socket.getAddress();
    if (trusted.test(direct)) {
      var hops = headers.getValuesList("X-Forwarded-For");
      String all = hops.isEmpty() ? "" : hops.getLast();
      String last = all.substring(all.lastIndexOf(',') + 1).strip();
      try {
        return InetAddress.ofLiteral(last).getHostAddress();
      } catch (IllegalArgumentException _) {
        // Not an address: the proxy's own stands.
      }
    }
    return direct.getHostAddress();
  }
}
