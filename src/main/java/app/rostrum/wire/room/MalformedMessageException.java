package app.rostrum.wire.room;

/** Signals a frame or message that cannot be used. The text says why, without quoting it. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedMessageException(String message) {
    super(message);
  }
}
