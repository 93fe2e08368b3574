package app.rostrum.media.pulse;

import app.rostrum.media.Melody;

/** Two soft notes, a fifth apart, for trying a loudspeaker. */
final class Chime {
  static final double LOW_HZ = 440;
  static final double HIGH_HZ = 660;

  private static final Melody NOTES =
      Melody.loudness(0.15).note(LOW_HZ, 0, 0.7).note(HIGH_HZ, 0.25, 0.7);

  private Chime() {}

  static byte[] pcm() {
    return NOTES.pcm();
  }
}
