package app.rostrum.rtc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A UDP socket that any number of {@link RtcPeer}s share. STUN is told apart by the local user name
 * fragment, DTLS and SRTP by the peer's address (RFC 7983).
 */
public final class MediaPort implements AutoCloseable {
  private MediaPort() {}

  /**
   * Binds a UDP port.
   *
   * @param address port 0 lets the system choose
   * @param advertised the addresses written into candidates; empty means all that reach this host
   */
  public static MediaPort open(InetSocketAddress address, List<InetAddress> advertised)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  public int port() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
