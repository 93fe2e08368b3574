package app.rostrum.host;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The IP addresses under which an operator says that people reach the sound. */
final class PublicAddresses {
  /** The most that a candidate list names; browsers try each of them. */
  static final int MOST = 8;

  private PublicAddresses() {}

  /**
   * Reads addresses, the likeliest first.
   *
   * @throws IllegalArgumentException if one of them is no address that others could send to; its
   *     message says which and why
   */
  static List<InetAddress> parse(List<String> texts) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (String text : texts) {
      addresses.add(parse(text.strip()));
    }
    if (addresses.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " addresses");
    }
    return List.copyOf(addresses);
  }

  private static InetAddress parse(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("IP addresses, and no names or ports: " + text, e);
    }
    byte[] bytes = address.getAddress();
    if (address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || (bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xF0) == 0xF0))) {
      throw new IllegalArgumentException("addresses of one machine: " + text);
    }
    if (address.isLinkLocalAddress() && address instanceof Inet6Address) {
      throw new IllegalArgumentException(
          "addresses without a zone, which is another one on each machine: " + text);
    }
    return address;
  }
}
