package app.rostrum.cloud.sync;

/** Sync refuses a request; carries what both the REST API and Twilsock answer. */
public final class SyncRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final String text;

  /**
   * @param status the HTTP status
   * @param code Twilio's error code
   */
  public SyncRefusal(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  /** The message. */
  public String text() {
    return text;
  }

  static SyncRefusal serviceNotFound() {
    return new SyncRefusal(404, 54050, "Service not found");
  }

  static SyncRefusal nameTaken() {
    return new SyncRefusal(409, 54301, "Unique name already exists");
  }

  static SyncRefusal forbidden() {
    return new SyncRefusal(403, 54007, "Access forbidden for identity");
  }

  static SyncRefusal tooMany(String what) {
    return new SyncRefusal(429, 54009, "Too many " + what);
  }
}
