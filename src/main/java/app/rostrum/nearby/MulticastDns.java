package app.rostrum.nearby;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.jmdns.JmDNS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Multicast DNS on the links of this machine: a responder on each of up to {@value #MOST} IPv4
 * addresses.
 */
final class MulticastDns implements AutoCloseable {
  static final int MOST = 4;

  private static final Logger LOG = LoggerFactory.getLogger(MulticastDns.class);

  static {
    // JmDNS keeps records for an hour, so a computer that was switched off would be seen as long;
    // RFC 6762, section 10, recommends two minutes for records of hosts.
    System.setProperty("net.dns.ttl", System.getProperty("net.dns.ttl", "120"));
  }

  private final List<JmDNS> links;

  private MulticastDns(List<JmDNS> links) {
    this.links = List.copyOf(links);
  }

  /** Opens it on those of the addresses where that is possible. Blocks for a moment. */
  static MulticastDns on(List<InetAddress> addresses) {
    var opened = new ArrayList<JmDNS>();
    for (InetAddress address : addresses) {
      if (address instanceof Inet4Address && opened.size() < MOST) {
        try {
          // With a name of its own it asks no name server for one, and is not told from its like.
          opened.add(JmDNS.create(address, "rostrum-" + someName()));
        } catch (IOException e) {
          LOG.info("no multicast DNS at {}: {}", address.getHostAddress(), e.toString());
        }
      }
    }
    return new MulticastDns(opened);
  }

  private static String someName() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  List<JmDNS> links() {
    return links;
  }

  @Override
  public void close() {
    for (JmDNS link : links) {
      try {
        link.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("multicast DNS did not close cleanly", e);
      }
    }
  }
}
