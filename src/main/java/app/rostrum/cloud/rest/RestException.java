package app.rostrum.cloud.rest;

/** A refusal, answered in Twilio's error shape. */
public final class RestException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;

  /**
   * @param status the HTTP status
   * @param code Twilio's error code, for example 20404
   */
  public RestException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /**
   * A refusal of a resource that does not exist: 404, 20404. Twilio names it without the version.
   *
   * @param path the path below the product's host, for example {@code /v1/Rooms/Java}
   */
  public static RestException notFound(String path) {
    String resource = path.startsWith("/v1/") ? path.substring(3) : path;
    return new RestException(404, 20404, "The requested resource " + resource + " was not found");
  }

  /** A refusal of a parameter or a body: 400, 20001. */
  public static RestException invalid(String message) {
    return new RestException(400, 20001, message);
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns Twilio's error code. */
  public int code() {
    return code;
  }
}
