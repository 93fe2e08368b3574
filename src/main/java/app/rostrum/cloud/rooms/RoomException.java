package app.rostrum.cloud.rooms;

/** A refusal with Twilio's error code. The message may be shown to the requester. */
public final class RoomException extends Exception {
  private static final long serialVersionUID = 1;
  private final int code;

  public RoomException(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
