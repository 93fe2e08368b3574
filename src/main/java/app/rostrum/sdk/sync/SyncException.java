package app.rostrum.sdk.sync;

/** Sync refused a request, or it could not be sent (status and code 0). */
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

  /** True if no answer came to what was sent: it may have been carried out. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
