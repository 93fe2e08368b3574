package app.rostrum.wire.sdp;

import java.util.Comparator;
import java.util.Optional;

/** The address to which the author of a session description wants media to be sent. */
public final class MediaAddress {
  private static final int MAX_CANDIDATES = 64;

  private MediaAddress() {}

  /**
   * Finds the UDP candidate of the highest priority in a session description.
   *
   * @return for example {@code 192.0.2.7:8770}; empty if there is no such candidate
   */
  public static Optional<String> of(String sdp) {
    return sdp.lines()
        .filter(line -> line.startsWith("a=candidate:"))
        .limit(MAX_CANDIDATES)
        .flatMap(line -> parsed(line).stream())
        .filter(candidate -> candidate.transport().equals("udp") && candidate.port() > 0)
        .max(Comparator.comparingLong(Candidate::priority))
        .map(MediaAddress::text);
  }

  private static Optional<Candidate> parsed(String line) {
    try {
      return Optional.of(Candidate.parse(line));
    } catch (SdpException e) {
      return Optional.empty();
    }
  }

  private static String text(Candidate candidate) {
    String host = candidate.address();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + candidate.port();
  }
}
