package app.rostrum.wire.sync;

/** JSON or a path that is not what Sync sends. */
public final class SyncFormatException extends Exception {
  private static final long serialVersionUID = 1;

  public SyncFormatException(String message) {
    super(message);
  }
}
