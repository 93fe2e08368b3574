package app.rostrum.rtc.ice;

import app.rostrum.wire.stun.StunAttribute;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * The other end of a TCP connection (RFC 6544). It is an address of its own, beside the UDP one
 * with the same numbers, and equal to itself alone: who connects again has another one.
 */
@SuppressWarnings("serial") // Addresses are serializable by inheritance; nobody serializes these.
public abstract class StreamAddress extends SocketAddress {
  /** Returns the IP address and TCP port of the other end. */
  public abstract InetSocketAddress remote();

  /** Returns the IP address and port of an address by whichever protocol. */
  public static InetSocketAddress numbers(SocketAddress address) {
    return address instanceof StreamAddress stream ? stream.remote() : (InetSocketAddress) address;
  }

  /** Returns an address as the attribute that tells a sender where its request came from. */
  static StunAttribute.XorMappedAddress mapped(SocketAddress from) {
    InetSocketAddress numbers = numbers(from);
    return new StunAttribute.XorMappedAddress(numbers.getAddress().getAddress(), numbers.getPort());
  }

  @Override
  public final String toString() {
    return "tcp:" + remote();
  }
}
