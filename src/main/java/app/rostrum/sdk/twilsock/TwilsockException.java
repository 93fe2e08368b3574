package app.rostrum.sdk.twilsock;

/** A request that got no answer, or a token that was refused. */
public final class TwilsockException extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final boolean disconnected;

  TwilsockException(int status, int code, String message, boolean disconnected) {
    super(message);
    this.status = status;
    this.code = code;
    this.disconnected = disconnected;
  }

  static TwilsockException disconnected() {
    return new TwilsockException(0, 0, "disconnected", true);
  }

  static TwilsockException failed(String message) {
    return new TwilsockException(0, 0, message, false);
  }

  /** Of a refusal like HTTP's; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Twilio's error code; 0 if there is none. */
  public int code() {
    return code;
  }

  /** True if the connection was lost under way: whether the request took effect is unknown. */
  public boolean wasDisconnected() {
    return disconnected;
  }
}
