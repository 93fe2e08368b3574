package app.rostrum.media;

/** Processing of a microphone's sound before it is sent. */
public record Processing(boolean echoCancellation, boolean noiseSuppression, boolean gainControl) {
  /** Processing for a person who speaks at a laptop. */
  public static final Processing VOICE = new Processing(true, true, true);

  /** No processing: for music and for measurements. */
  public static final Processing NONE = new Processing(false, false, false);
}
