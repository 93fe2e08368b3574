package app.rostrum.host;

import java.net.InetAddress;
import java.net.URI;

/** The names under which this machine reaches itself. */
final class LocalNames {
  private LocalNames() {}

  /** Returns whether a host name, in lower case, means this machine wherever it is resolved. */
  static boolean isLocal(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    try {
      return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host)
          .isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** Returns whether a page of this origin was served by this machine. */
  static boolean isLocalOrigin(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && isLocal(host);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
