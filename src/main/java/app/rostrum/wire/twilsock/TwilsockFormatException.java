package app.rostrum.wire.twilsock;

/** Signals bytes that are no Twilsock frame, or a frame that lacks what its method needs. */
public final class TwilsockFormatException extends Exception {
  private static final long serialVersionUID = 1;

  public TwilsockFormatException(String message) {
    super(message);
  }
}
