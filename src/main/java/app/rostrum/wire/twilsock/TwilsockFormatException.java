package app.rostrum.wire.twilsock;

/** Bytes that are not a Twilsock frame, or a frame without what its method needs. */
public final class TwilsockFormatException extends Exception {
  private static final long serialVersionUID = 1;

  public TwilsockFormatException(String message) {
    super(message);
  }

  TwilsockFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
