package app.rostrum.host;

import app.rostrum.backend.WebAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
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
final class MediaAddresses implements Supplier<List<InetAddress>> {
  private static final Logger LOG = LoggerFactory.getLogger(MediaAddresses.class);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** The service that knows the addresses of names. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final InetAddress listening;
  private final List<InetAddress> named;
  private final String host;
  private final LinkAddresses links;
  private final Resolver resolver;

  /** The addresses of the public URL's host; empty if it has none of use. */
  private volatile List<InetAddress> ofHost = List.of();

  private MediaAddresses(
      InetAddress listening,
      List<InetAddress> named,
      String host,
      LinkAddresses links,
      Resolver resolver) {
    this.listening = listening;
    this.named = named;
    this.host = host;
    this.links = links;
    this.resolver = resolver;
  }

  /**
   * Finds the addresses.
   *
   * @param listening the address that the port is bound to
   * @param named the addresses that the operator has named
   * @throws UnreachableException if a named address cannot lead to the one listened on
   */
  static MediaAddresses of(
      InetAddress listening,
      List<InetAddress> named,
      Optional<URI> publicUrl,
      LinkAddresses links) {
    return of(listening, named, publicUrl, links, InetAddress::getAllByName);
  }

  static MediaAddresses of(
      InetAddress listening,
      List<InetAddress> named,
      Optional<URI> publicUrl,
      LinkAddresses links,
      Resolver resolver) {
    for (InetAddress address : named) {
      if (!leadsTo(listening, address)) {
        throw new UnreachableException(address, listening);
      }
    }
    var addresses =
        new MediaAddresses(
            listening, named, publicUrl.map(WebAddress::host).orElse(""), links, resolver);
    if (named.isEmpty()) {
      addresses.look();
      addresses.warn();
    }
    return addresses;
  }

  /** Returns the addresses, to be read for each connection; none for the one listened on. */
  @Override
  public List<InetAddress> get() {
    if (!named.isEmpty()) {
      return named;
    }
    List<InetAddress> found = ofHost;
    if (!found.isEmpty()) {
      return found;
    }
    return listening.isAnyLocalAddress()
        ? Stream.concat(
                links.get().stream().filter(a -> leadsTo(listening, a)), Stream.of(LOOPBACK))
            .toList()
        : List.of();
  }

  /**
   * Asks again for the addresses of the public URL's host. Those before stay if it has none of use
   * at the moment. Blocks.
   */
  void look() {
    if (host.isEmpty() || !named.isEmpty()) {
      return;
    }
    List<InetAddress> before = ofHost;
    List<InetAddress> found = resolve();
    if (!found.isEmpty() && !found.equals(before)) {
      ofHost = found;
      if (!before.isEmpty()) {
        LOG.info("{} has other addresses now: {}", host, found);
      }
    }
  }

  private List<InetAddress> resolve() {
    try {
      List<InetAddress> found =
          Arrays.stream(resolver.resolve(host)).filter(a -> leadsTo(listening, a)).toList();
      // Debian writes a machine's own name into its hosts file with 127.0.1.1.
      boolean ofThisMachineAlone =
          listening.isAnyLocalAddress()
              && !LocalNames.isLocal(host)
              && found.stream().allMatch(InetAddress::isLoopbackAddress);
      return ofThisMachineAlone ? List.of() : found;
    } catch (UnknownHostException e) {
      LOG.debug("{} cannot be resolved", host, e);
      return List.of();
    }
  }

  private void warn() {
    if (!host.isEmpty() && ofHost.isEmpty()) {
      LOG.warn(
          "{} cannot be resolved here to an address by which others come, so the sound is offered"
              + " at the addresses of this machine until it can; if it is behind a router, name the"
              + " public one with --public-address",
          host);
    } else if (listening.isAnyLocalAddress()
        && ofHost.stream().noneMatch(InetAddress::isLoopbackAddress)
        && Collections.disjoint(ofHost, links.get())) {
      LOG.info(
          "{} leads to {}, no address of this machine: the sound is offered there, to which a"
              + " router has to pass it on; for people on this side of the router name an address"
              + " of this machine after it with --public-address",
          host,
          ofHost);
    }
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
}
