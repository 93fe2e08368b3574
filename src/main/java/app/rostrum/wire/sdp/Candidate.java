package app.rostrum.wire.sdp;

import java.util.Locale;
import java.util.Optional;

/**
 * An ICE candidate (RFC 8839, section 5.1).
 *
 * @param component 1 for RTP and everything that shares its port
 * @param transport in lower case, usually {@code udp}
 * @param priority unsigned 32 bits
 * @param address an IP address as text, or a name by which a browser hides its address
 * @param type host, srflx, prflx or relay
 * @param tcpType of a TCP candidate: active, passive or so (RFC 6544, section 4.5)
 * @param ufrag of the ICE generation that the candidate belongs to, if the line names it
 */
public record Candidate(
    String foundation,
    int component,
    String transport,
    long priority,
    String address,
    int port,
    String type,
    Optional<String> tcpType,
    Optional<String> ufrag) {
  private static final int MAX_LENGTH = 512;

  /**
   * Reads a candidate line, with or without {@code a=} and {@code candidate:} before it.
   *
   * @throws SdpException if it is malformed
   */
  public static Candidate parse(String line) throws SdpException {
    if (line.length() > MAX_LENGTH) {
      throw new SdpException("candidate too long");
    }
    String text = line.strip();
    text = text.startsWith("a=") ? text.substring(2) : text;
    text = text.startsWith("candidate:") ? text.substring("candidate:".length()) : text;
    String[] words = text.split(" +", -1);
    if (words.length < 8 || !words[6].equals("typ")) {
      throw new SdpException("not a candidate");
    }
    Optional<String> tcpType = Optional.empty();
    Optional<String> ufrag = Optional.empty();
    for (int i = 8; i + 1 < words.length; i += 2) {
      if (words[i].equals("ufrag")) {
        ufrag = Optional.of(words[i + 1]);
      } else if (words[i].equals("tcptype")) {
        tcpType = Optional.of(words[i + 1].toLowerCase(Locale.ROOT));
      }
    }
    return new Candidate(
        words[0],
        (int) Numbers.parse(words[1], 1, 256),
        words[2].toLowerCase(Locale.ROOT),
        Numbers.parse(words[3], 0, 0xFFFFFFFFL),
        words[4],
        (int) Numbers.parse(words[5], 0, 65535),
        words[7],
        tcpType,
        ufrag);
  }

  /** Returns the line, beginning with {@code candidate:}. */
  @Override
  public String toString() {
    return "candidate:%s %d %s %d %s %d typ %s%s%s"
        .formatted(
            foundation,
            component,
            transport,
            priority,
            address,
            port,
            type,
            tcpType.map(t -> " tcptype " + t).orElse(""),
            ufrag.map(u -> " ufrag " + u).orElse(""));
  }
}
