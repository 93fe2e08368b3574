package app.rostrum.host;

import java.net.URI;

/** The addresses of hosts as URLs. */
final class HostUrls {
  private HostUrls() {}

  static URI url(String scheme, String host, int port) {
    // A colon tells an IPv6 address, which stands in brackets and whose zone is escaped (RFC 6874).
    String name = host.contains(":") ? "[" + host.replace("%", "%25") + "]" : host;
    return URI.create(scheme + "://" + name + ":" + port);
  }
}
