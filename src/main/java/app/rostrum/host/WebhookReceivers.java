package app.rostrum.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * The receivers to which an installation sends webhooks: this machine, and those that its operator
 * names. Everybody with REST credentials chooses addresses for webhooks, and must not reach the
 * operator's network by them.
 *
 * @param names host names in lower case
 */
public record WebhookReceivers(Set<String> names, List<Network> networks) {
  /** This machine only. */
  public static final WebhookReceivers LOOPBACK = new WebhookReceivers(Set.of(), List.of());

  /** The addresses that begin with the same bits. */
  public record Network(InetAddress first, int bits) {
    private static Network parse(String text) {
      int slash = text.indexOf('/');
      InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int all = first.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > all) {
        throw new IllegalArgumentException(text + " has no such prefix");
      }
      return new Network(first, bits);
    }

    boolean contains(InetAddress address) {
      byte[] ours = first.getAddress();
      byte[] theirs = address.getAddress();
      int whole = bits / Byte.SIZE;
      int rest = Byte.SIZE - bits % Byte.SIZE;
      return ours.length == theirs.length
          && Arrays.equals(ours, 0, whole, theirs, 0, whole)
          && (rest == Byte.SIZE || (ours[whole] & 0xFF) >> rest == (theirs[whole] & 0xFF) >> rest);
    }
  }

  public WebhookReceivers {
    names = Set.copyOf(names);
    networks = List.copyOf(networks);
  }

  /**
   * Reads names, addresses and networks ({@code 10.1.0.0/16}), which are allowed beside loopback.
   *
   * @throws IllegalArgumentException if one is neither
   */
  static WebhookReceivers parse(List<String> texts) {
    var names = new HashSet<String>();
    var networks = new ArrayList<Network>();
    for (String text : texts) {
      if (text.contains(":") || text.matches("[0-9./]+")) {
        networks.add(Network.parse(text));
      } else {
        // Written as OkHttp will write it: in lower case, and umlauts in Punycode.
        names.add(new HttpUrl.Builder().scheme("http").host(text).build().host());
      }
    }
    return new WebhookReceivers(names, networks);
  }

  /**
   * Returns whether an address that a host name has now may be connected to. A name that is allowed
   * does not lead to link-local addresses, where clouds keep the secrets of their machines.
   *
   * @param name in lower case, or the address itself
   */
  boolean allow(String name, InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return false;
    }
    return address.isLoopbackAddress()
        || networks.stream().anyMatch(network -> network.contains(address))
        || (names.contains(name) && !address.isLinkLocalAddress());
  }
}
