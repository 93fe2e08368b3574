package app.rostrum.wire.sctp;

/** Bytes that are no well-formed SCTP packet or data channel message. Says why, for a log. */
public final class SctpException extends Exception {
  private static final long serialVersionUID = 1;

  public SctpException(String message) {
    // Thrown for whatever the other end sends: no stack trace, it would cost more than the parsing.
    super(message, null, false, false);
  }
}
