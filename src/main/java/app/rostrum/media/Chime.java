package app.rostrum.media;

/** Two soft notes, a fifth apart, for trying a loudspeaker. */
public final class Chime {
  /** The pitch of the first note, in hertz. */
  public static final double LOW_HZ = 440;

  /** The pitch of the second note, in hertz. */
  public static final double HIGH_HZ = 660;

  private static final Melody NOTES =
      Melody.loudness(0.15).note(LOW_HZ, 0, 0.7).note(HIGH_HZ, 0.25, 0.7);

  private Chime() {}

  /** Returns the sound, for {@link AudioDevices#play}. */
  public static byte[] pcm() {
    return NOTES.pcm();
  }
}
