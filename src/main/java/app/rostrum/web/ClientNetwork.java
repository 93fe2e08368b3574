package app.rostrum.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network by which limits count a client: the address, or the /64 network of an IPv6 address.
 */
public final class ClientNetwork {
  private ClientNetwork() {}

  /**
   * Returns the network of an address. One household has a whole /64, so a single address of it
   * means nothing.
   *
   * @param address textual; anything else is returned as it is
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address v6
          ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), 8)) + "/64"
          : address;
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
  }
}
