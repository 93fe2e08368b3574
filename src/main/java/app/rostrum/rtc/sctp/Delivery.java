package app.rostrum.rtc.sctp;

/**
 * Partial reliability of a message (RFC 3758, RFC 7496).
 *
 * @param maxRetransmits how often a message is sent again at most; {@link #UNLIMITED} for always
 * @param lifetimeNanos after which a message is not sent any more; {@link #UNLIMITED} for never
 */
public record Delivery(boolean ordered, int maxRetransmits, long lifetimeNanos) {
  public static final int UNLIMITED = -1;

  /** Every message arrives, in order. */
  public static final Delivery RELIABLE = new Delivery(true, UNLIMITED, UNLIMITED);
}
