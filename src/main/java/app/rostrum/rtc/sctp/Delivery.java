package app.rostrum.rtc.sctp;

/**
 * Partial reliability of a message (RFC 3758, RFC 7496).
 *
 * @param maxRetransmits the number of times that a message is sent again at most, or {@link
 *     #UNLIMITED}
 * @param lifetimeNanos the time after which a message is no longer sent, or {@link #UNLIMITED}
 */
public record Delivery(boolean ordered, int maxRetransmits, long lifetimeNanos) {
  public static final int UNLIMITED = -1;

  /** Delivery of every message, in order. */
  public static final Delivery RELIABLE = new Delivery(true, UNLIMITED, UNLIMITED);
}
