package app.rostrum.wire.room;

/** A frame or message that cannot be used. The message says why, without quoting it. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedMessageException(String message) {
    super(message);
  }
}
