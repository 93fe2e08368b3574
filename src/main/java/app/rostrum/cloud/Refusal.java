package app.rostrum.cloud;

/**
 * Thrown when a product refuses a request. Carries the error that the REST API and Twilsock answer
 * with.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final String text;

  /**
   * @param status the HTTP status
   * @param code Twilio's error code
   */
  public Refusal(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns Twilio's error code. */
  public int code() {
    return code;
  }

  /** Returns the message, which is never null. */
  public String text() {
    return text;
  }
}
