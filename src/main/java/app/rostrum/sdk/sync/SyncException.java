package app.rostrum.sdk.sync;

/** Thrown when Sync refuses a request, or when it could not be sent (status and code 0). */
public final class SyncException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final boolean outcomeUnknown;

  public SyncException(int status, int code, String message) {
    this(status, code, message, false);
  }

  SyncException(int status, int code, String message, boolean outcomeUnknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.outcomeUnknown = outcomeUnknown;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  /** Returns whether the request was sent without an answer, so that it may have taken effect. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
