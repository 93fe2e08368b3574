package app.rostrum.sdk.twilsock;

/** A request that got no answer, or a token that was refused. */
public final class TwilsockException extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final boolean disconnected;
  private final boolean outcomeUnknown;

  TwilsockException(int status, int code, String message, boolean disconnected) {
    this(status, code, message, disconnected, disconnected);
  }

  private TwilsockException(
      int status, int code, String message, boolean disconnected, boolean outcomeUnknown) {
    super(message);
    this.outcomeUnknown = outcomeUnknown;
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

  /**
   * @param sent whether the request had been sent
   */
  static TwilsockException timedOut(boolean sent) {
    return new TwilsockException(0, 0, "timed out", false, sent);
  }

  /** Of a refusal like HTTP's; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Twilio's error code; 0 if there is none. */
  public int code() {
    return code;
  }

  /**
   * True if the request was sent and no answer came, so that nobody knows whether it took effect.
   */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }

  /** True if the connection was lost under way. */
  public boolean wasDisconnected() {
    return disconnected;
  }
}
