package app.rostrum.host;

import app.rostrum.backend.Fingerprint;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * The way by which people in the network reach a host.
 *
 * @param addresses the present addresses of this machine, the likeliest to be reached first; empty
 *     without a network
 * @param port TCP (TLS) and UDP (sound)
 * @param fingerprint the fingerprint by which they know this computer
 */
public record LanAccess(List<InetAddress> addresses, int port, Fingerprint fingerprint) {
  /** Returns the address of the backend at one of the addresses. */
  public URI url(InetAddress address) {
    return HostUrls.url("https", address.getHostAddress(), port);
  }
}
