package app.rostrum.sdk.sync;

/** Sync refused a request, or it could not be sent (status and code 0). */
public final class SyncException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;

  public SyncException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }
}
