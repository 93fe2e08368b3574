package app.rostrum.sdk.conversations;

/** The service refused a request, or it could not be carried out (status and code 0). */
public final class ConversationsException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final boolean outcomeUnknown;

  public ConversationsException(int status, int code, String message) {
    this(status, code, message, false);
  }

  ConversationsException(int status, int code, String message, boolean outcomeUnknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** As in HTTP; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Twilio's error code; 0 if there is none. */
  public int code() {
    return code;
  }

  /** Whether the request may have taken effect all the same. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /** Whether the same request may well succeed a little later. */
  boolean isPassing() {
    return outcomeUnknown || status == 429 || status >= 500;
  }
}
