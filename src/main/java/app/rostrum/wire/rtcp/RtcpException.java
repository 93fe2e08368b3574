package app.rostrum.wire.rtcp;

/** Signals a datagram that is not a well-formed compound RTCP packet. */
public final class RtcpException extends Exception {
  private static final long serialVersionUID = 1;

  public RtcpException(String message) {
    // Thrown for any stray datagram: no stack trace, it would cost more than the parsing.
    super(message, null, false, false);
  }
}
