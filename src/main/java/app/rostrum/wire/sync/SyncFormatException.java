package app.rostrum.wire.sync;

/** Signals JSON or a path that does not follow the Sync protocol. */
public final class SyncFormatException extends Exception {
  private static final long serialVersionUID = 1;

  public SyncFormatException(String message) {
    super(message);
  }
}
