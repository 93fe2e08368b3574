package app.rostrum.wire.sctp;

/** Signals bytes that are no well-formed SCTP packet or data channel message. */
public final class SctpException extends Exception {
  private static final long serialVersionUID = 1;

  public SctpException(String message) {
    // Thrown for whatever the other end sends: no stack trace, it would cost more than the parsing.
    super(message, null, false, false);
  }
}
