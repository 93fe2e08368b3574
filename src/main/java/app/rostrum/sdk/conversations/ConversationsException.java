package app.rostrum.sdk.conversations;

/** Thrown when the service refuses a request, or when it could not be sent (status and code 0). */
public final class ConversationsException extends RuntimeException {
  /** The code of a refusal because the caller is no participant of the conversation. */
  public static final int NOT_PARTICIPANT = 50430;

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

  /** Returns the HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Returns Twilio's error code; 0 if there is none. */
  public int code() {
    return code;
  }

  /** Returns whether the request may have taken effect all the same. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /** Returns whether the same request may succeed a little later. */
  boolean isTemporary() {
    return outcomeUnknown || status == 429 || status >= 500;
  }
}
