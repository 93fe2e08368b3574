package app.rostrum.host;

import app.rostrum.backend.WebAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that a server names in its candidates, the likeliest first: those that its operator
 * has named and no others; else those of the public URL's host; else the one that it listens on, or
 * all of this machine if it listens on all.
 */
final class MediaAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(MediaAddresses.class);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private MediaAddresses() {}

  /**
   * Returns the addresses, to be read for each connection; none for the one that is listened on.
   *
   * @param listening the address that the port is bound to
   * @param named the addresses that the operator has named
   * @throws UnreachableException if a named address cannot lead to the one listened on
   */
  static Supplier<List<InetAddress>> of(
      InetAddress listening,
      List<InetAddress> named,
      Optional<URI> publicUrl,
      LinkAddresses links) {
    for (InetAddress address : named) {
      if (!leadsTo(listening, address)) {
        throw new UnreachableException(address, listening);
      }
    }
    if (!named.isEmpty()) {
      return () -> named;
    }
    List<InetAddress> ofUrl = publicUrl.map(url -> ofHost(url, listening)).orElse(List.of());
    if (!ofUrl.isEmpty()) {
      return () -> ofUrl;
    }
    return listening.isAnyLocalAddress()
        ? () ->
            Stream.concat(
                    links.get().stream().filter(a -> leadsTo(listening, a)), Stream.of(LOOPBACK))
                .toList()
        : List::of;
  }

  /** Thrown when the operator has named an address of the other IP version. */
  static final class UnreachableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private UnreachableException(InetAddress address, InetAddress listening) {
      super(
          "nobody can reach %s: the server listens on %s. Use --host %s"
              .formatted(
                  address.getHostAddress(),
                  listening instanceof Inet6Address
                      ? "the IPv6 address " + listening.getHostAddress()
                      : "IPv4 only",
                  listening instanceof Inet6Address ? "0.0.0.0 or ::" : "::"));
    }
  }

  /** Returns whether packets to an address can come to a socket that is bound to another. */
  private static boolean leadsTo(InetAddress listening, InetAddress address) {
    return address instanceof Inet4Address
        ? listening instanceof Inet4Address || listening.isAnyLocalAddress()
        : listening instanceof Inet6Address;
  }

  private static List<InetAddress> ofHost(URI url, InetAddress listening) {
    String host = WebAddress.host(url);
    if (host.isEmpty()) {
      return List.of();
    }
    try {
      List<InetAddress> found =
          Arrays.stream(InetAddress.getAllByName(host)).filter(a -> leadsTo(listening, a)).toList();
      if (listening.isAnyLocalAddress()
          && !LocalNames.isLocal(host)
          && found.stream().allMatch(InetAddress::isLoopbackAddress)) {
        // Debian writes a machine's own name into its hosts file with 127.0.1.1.
        LOG.warn(
            "{} leads to no other than this machine from here, so the sound is offered at the"
                + " addresses of this machine; if it is behind a router, name the public one with"
                + " --public-address",
            host);
        return List.of();
      }
      return found;
    } catch (UnknownHostException e) {
      LOG.warn(
          "{} cannot be resolved here, so the sound is offered at the addresses of this machine;"
              + " name the public one with --public-address",
          host);
      return List.of();
    }
  }
}
