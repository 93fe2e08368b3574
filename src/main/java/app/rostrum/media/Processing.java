package app.rostrum.media;

/** What is done to a person's microphone before it is sent. */
public record Processing(boolean echoCancellation, boolean noiseSuppression, boolean gainControl) {
  /** Right for a person who speaks at a laptop. */
  public static final Processing VOICE = new Processing(true, true, true);

  /** The microphone as it is: for music, and for measuring. */
  public static final Processing NONE = new Processing(false, false, false);
}
