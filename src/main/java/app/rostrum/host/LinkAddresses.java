package app.rostrum.host;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of this machine under which others on its links can reach it, the likeliest first:
 * what leads to the internet before other links, IPv4 before IPv6, private ranges before others.
 * Loopback and the links of containers and virtual machines are left out, and so are link-local
 * IPv6 addresses, because the zone that they need is another one on each machine. Networks come and
 * go, so the addresses are looked for anew when they are asked for after five seconds. Thread-safe.
 */
public class LinkAddresses {
  /** The most addresses that are offered. */
  static final int MOST = 8;

  private static final Logger LOG = LoggerFactory.getLogger(LinkAddresses.class);
  private static final Duration FRESH = Duration.ofSeconds(5);

  /** Links between this machine and what runs inside it. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|flannel|cali|podman|kube|vethernet"
              + "|hyper-v|vmware|virtualbox|bridge1\\d\\d).*");

  /** An address that only says which way a packet would take; none is sent (RFC 5737). */
  private static final String ELSEWHERE = "198.51.100.1";

  private static final String ELSEWHERE_V6 = "2001:db8::1"; // RFC 3849

  /**
   * A link of this machine.
   *
   * @param pointToPoint whether it has one other end only, as tunnels do
   */
  record Link(String name, boolean loopback, boolean pointToPoint, List<InetAddress> addresses) {}

  /** The present links, and the addresses from which packets to elsewhere would leave. */
  record Links(List<Link> all, List<InetAddress> outward) {}

  private final Supplier<Links> look;
  private final LongSupplier nanoTime;
  private @Nullable List<InetAddress> found;
  private long lookedNanos;

  /**
   * @param look finds the present links
   */
  LinkAddresses(Supplier<Links> look, LongSupplier nanoTime) {
    this.look = look;
    this.nanoTime = nanoTime;
  }

  /** Returns the addresses of this machine. */
  public static LinkAddresses ofThisMachine() {
    return new LinkAddresses(LinkAddresses::present, System::nanoTime);
  }

  /** Returns the present addresses, at most {@value #MOST}. */
  public synchronized List<InetAddress> get() {
    List<InetAddress> known = found;
    long now = nanoTime.getAsLong();
    if (known == null || now - lookedNanos >= FRESH.toNanos()) {
      known = sorted(look.get());
      found = known;
      lookedNanos = now;
    }
    return known;
  }

  static List<InetAddress> sorted(Links links) {
    record Candidate(InetAddress address, int rank) {}
    var candidates = new ArrayList<Candidate>();
    for (Link link : links.all()) {
      if (link.loopback() || INSIDE.matcher(link.name().toLowerCase(Locale.ROOT)).matches()) {
        continue;
      }
      for (InetAddress address : link.addresses()) {
        if (isUsable(address)) {
          candidates.add(new Candidate(address, rank(address, link, links.outward())));
        }
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::rank))
        .map(Candidate::address)
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static boolean isUsable(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !(address instanceof Inet6Address && address.isLinkLocalAddress());
  }

  private static int rank(InetAddress address, Link link, List<InetAddress> outward) {
    int rank = address instanceof Inet4Address ? 0 : 2;
    if (!address.isSiteLocalAddress()) {
      rank += 1;
    }
    if (address.isLinkLocalAddress()) {
      rank += 8; // Taken because nobody gave out addresses.
    }
    if (!outward.contains(address)) {
      rank += 4;
    }
    if (link.pointToPoint()) {
      rank += 16;
    }
    return rank;
  }

  private static Links present() {
    var links = new ArrayList<Link>();
    try {
      for (NetworkInterface face : NetworkInterface.networkInterfaces().toList()) {
        if (face.isUp()) {
          links.add(
              new Link(
                  name(face),
                  face.isLoopback(),
                  face.isPointToPoint(),
                  face.inetAddresses().toList()));
        }
      }
    } catch (IOException e) {
      LOG.warn("the addresses of this machine cannot be told: {}", e.toString());
    }
    var outward = new ArrayList<InetAddress>();
    outward(ELSEWHERE).ifPresent(outward::add);
    outward(ELSEWHERE_V6).ifPresent(outward::add);
    return new Links(links, outward);
  }

  /** Returns the name, or the one that is shown if only that tells a virtual switch (Windows). */
  private static String name(NetworkInterface face) {
    String shown = face.getDisplayName();
    return shown != null && INSIDE.matcher(shown.toLowerCase(Locale.ROOT)).matches()
        ? shown
        : face.getName();
  }

  private static Optional<InetAddress> outward(String elsewhere) {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(elsewhere), 9));
      return Optional.of(socket.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // No way leads there.
    }
  }
}
