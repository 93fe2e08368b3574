package app.rostrum.sdk.twilsock;

/** Thrown when a request gets no answer, or a token is refused. */
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

  /** Returns the status of a refusal, with HTTP's meanings; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Returns Twilio's error code; 0 if there is none. */
  public int code() {
    return code;
  }

  /** Returns whether the request was sent without an answer, so that it may have taken effect. */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }

  /** Returns whether the connection was lost before the answer came. */
  public boolean wasDisconnected() {
    return disconnected;
  }
}
