package app.rostrum.nearby;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.NearbyHost;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The announcement of a host as others read it, who believe none of it unseen. */
final class NearbyService {
  /** The type of the service. */
  static final String TYPE = "_rostrum._tcp.local.";

  /** The key of the fingerprint in the TXT record. */
  static final String FINGERPRINT = "fp";

  /** The longest name in code points; RFC 6763, section 4.1.1, has 63 bytes. */
  private static final int LONGEST_NAME = 63;

  /** Characters that are not seen, or change how others are. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]+");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private NearbyService() {}

  /** Returns a name without what cannot be seen, not longer than names of services may be. */
  static String clean(String name) {
    String seen = SPACE.matcher(UNSEEN.matcher(name).replaceAll("")).replaceAll(" ").strip();
    return seen.codePointCount(0, seen.length()) <= LONGEST_NAME
        ? seen
        : seen.substring(0, seen.offsetByCodePoints(0, LONGEST_NAME)).strip();
  }

  /**
   * Reads an announcement; empty if nobody could connect by it.
   *
   * @param usable whether an address may be that of another computer
   */
  static Optional<NearbyHost> read(
      String name,
      int port,
      String fingerprint,
      List<InetAddress> addresses,
      Predicate<InetAddress> usable) {
    Optional<InetAddress> address =
        addresses.stream()
            .filter(usable)
            .min(Comparator.comparing((InetAddress a) -> a instanceof Inet6Address));
    if (address.isEmpty() || port < 1 || port > 65_535) {
      return Optional.empty();
    }
    String host = address.get().getHostAddress();
    String shown = clean(name);
    URI url = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    return Fingerprint.parse(fingerprint)
        .map(print -> new NearbyHost(shown.isEmpty() ? host : shown, url, print));
  }

  /** Returns whether an address can be that of another computer in the network. */
  static boolean isOfNetwork(InetAddress address) {
    boolean scoped = address instanceof Inet6Address && address.isLinkLocalAddress();
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !scoped;
  }
}
