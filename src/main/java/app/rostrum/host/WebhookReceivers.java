package app.rostrum.host;

import app.rostrum.web.AddressRanges;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * The receivers to which an installation sends webhooks: this machine, and those that its operator
 * names. Everybody with REST credentials chooses addresses for webhooks, and must not reach the
 * operator's network by them.
 *
 * @param names host names in lower case
 */
public record WebhookReceivers(Set<String> names, AddressRanges ranges) {
  /** This machine only. */
  public static final WebhookReceivers LOOPBACK =
      new WebhookReceivers(Set.of(), new AddressRanges(List.of()));

  public WebhookReceivers {
    names = Set.copyOf(names);
  }

  /**
   * Reads names, addresses and networks ({@code 10.1.0.0/16}), which are allowed beside loopback.
   *
   * @throws IllegalArgumentException if one is neither
   */
  static WebhookReceivers parse(List<String> texts) {
    List<String> numeric = texts.stream().filter(AddressRanges::isNumeric).toList();
    // Written as OkHttp will write them: in lower case, and umlauts in Punycode.
    Set<String> names =
        texts.stream()
            .filter(text -> !AddressRanges.isNumeric(text))
            .map(name -> new HttpUrl.Builder().scheme("http").host(name).build().host())
            .collect(Collectors.toSet());
    return new WebhookReceivers(names, new AddressRanges(numeric));
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
        || ranges.test(address)
        || (names.contains(name) && !address.isLinkLocalAddress());
  }
}
