package app.rostrum.rtc;

/** Thrown for a session description that cannot be used. The message is for a log. */
public final class SdpRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  public SdpRefusedException(String message) {
    super(message);
  }
}
