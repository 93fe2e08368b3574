package app.rostrum.wire.stun;

/** Signals a datagram that is not a well-formed STUN message. The text says why, for a log. */
public final class StunException extends Exception {
  private static final long serialVersionUID = 1;

  public StunException(String message) {
    // Thrown for any stray datagram: no stack trace, it would cost more than the parsing.
    super(message, null, false, false);
  }
}
