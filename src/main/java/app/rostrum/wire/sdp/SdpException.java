package app.rostrum.wire.sdp;

/** Signals a text that is not a session description. The message says why, for a log. */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1;

  public SdpException(String message) {
    super(message);
  }
}
