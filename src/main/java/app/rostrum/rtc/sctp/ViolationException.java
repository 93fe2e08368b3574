package app.rostrum.rtc.sctp;

/** A violation of the protocol by the other end: the association must be aborted. */
final class ViolationException extends Exception {
  private static final long serialVersionUID = 1;

  private final int cause;

  ViolationException(int cause, String message) {
    super(message, null, false, false);
    this.cause = cause;
  }

  /** Returns the code of {@link app.rostrum.wire.sctp.Chunk.ErrorCause}. */
  int causeCode() {
    return cause;
  }
}
