package app.rostrum.media;

/**
 * The way that a connection's media takes, without addresses.
 *
 * @param codec its name in SDP; empty before there is sound
 * @param transport by which packets leave this end, for the other end or a relay
 * @param own the kind of this end's candidate
 * @param other the kind of the other end's candidate
 */
public record MediaRoute(String codec, Transport transport, Candidate own, Candidate other) {
  /** The protocol that carries the packets. */
  public enum Transport {
    UDP,
    TCP,
    TLS
  }

  /** Kinds of candidates, by the names that SDP has for them (RFC 8839, section 5.1). */
  public enum Candidate {
    HOST,
    SRFLX,
    PRFLX,
    RELAY
  }

  /** Returns whether this end reaches the other one by a relay of its own. */
  public boolean relayed() {
    return own == Candidate.RELAY;
  }
}
