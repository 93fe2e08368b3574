package app.rostrum.media;

/** The media stack refused. The message is for a log. */
public final class MediaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MediaException(String message) {
    super(message);
  }

  public MediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
