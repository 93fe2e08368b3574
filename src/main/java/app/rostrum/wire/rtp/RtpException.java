package app.rostrum.wire.rtp;

/** Signals a datagram that is not a well-formed RTP packet. */
public final class RtpException extends Exception {
  private static final long serialVersionUID = 1;

  public RtpException(String message) {
    // Thrown for any stray datagram: no stack trace, it would cost more than the parsing.
    super(message, null, false, false);
  }
}
