package app.rostrum.cloud.rest;

/** A refusal in Twilio's error shape. */
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

  public static RestException notFound(String path) {
    return new RestException(404, 20404, "The requested resource " + path + " was not found");
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }
}
