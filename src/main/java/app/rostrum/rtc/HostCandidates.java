package app.rostrum.rtc;

import app.rostrum.wire.sdp.Candidate;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The candidates of a port: its addresses by UDP, then by TCP (RFC 8445 and RFC 6544). */
final class HostCandidates {
  private static final int MOST_ADDRESSES = 8;

  /** RFC 8445, section 5.1.2.2. */
  private static final long UDP_PREFERENCE = 126;

  /** As browsers rank TCP: after UDP, before relays (RFC 6544, section 4.2). */
  private static final long TCP_PREFERENCE = 90;

  /** The part of the local preference that passive candidates have (RFC 6544, section 4.2). */
  private static final int PASSIVE = 4 << 13;

  private static final int MOST_OTHER_PREFERENCE = (1 << 13) - 1;

  private HostCandidates() {}

  /**
   * Returns candidates of a port.
   *
   * @param addresses the likeliest first
   */
  static List<Candidate> of(List<InetAddress> addresses, int port, boolean tcp) {
    List<InetAddress> named = addresses.stream().limit(MOST_ADDRESSES).toList();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      candidates.add(candidate(i + 1, "udp", UDP_PREFERENCE, 65_535 - i, named.get(i), port));
    }
    for (int i = 0; tcp && i < named.size(); i++) {
      int local = PASSIVE + MOST_OTHER_PREFERENCE - i;
      int foundation = named.size() + i + 1;
      candidates.add(candidate(foundation, "tcp", TCP_PREFERENCE, local, named.get(i), port));
    }
    return List.copyOf(candidates);
  }

  private static Candidate candidate(
      int foundation, String transport, long type, int local, InetAddress address, int port) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return new Candidate(
        String.valueOf(foundation),
        1,
        transport,
        type << 24 | (long) local << 8 | 255,
        scope < 0 ? text : text.substring(0, scope),
        port,
        "host",
        transport.equals("tcp") ? Optional.of("passive") : Optional.empty(),
        Optional.empty());
  }
}
