package app.rostrum.rtc;

/** A session description that cannot be used. The message says why, for a log. */
public final class SdpRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  public SdpRefusedException(String message) {
    super(message);
  }
}
