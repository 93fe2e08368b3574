package app.rostrum.cloud;

import app.rostrum.cloud.store.StoreException;

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

  /**
   * Returns the answer to a request whose change could not be stored. It names no path, because
   * clients see it.
   */
  public static Refusal of(StoreException failure) {
    return failure.reason() == StoreException.Reason.FULL
        ? new Refusal(507, 20507, "The disk of the server is full, so nothing was changed")
        : new Refusal(500, 20500, "Internal error");
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
