package app.rostrum.media;

/** A refusal by the media stack. Its message is for a log. */
public final class MediaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MediaException(String message) {
    super(message);
  }

  public MediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
