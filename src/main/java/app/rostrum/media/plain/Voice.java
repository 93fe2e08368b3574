package app.rostrum.media.plain;

import app.rostrum.media.Spectrum;

/**
 * A hum that resembles a voice: syllables with pauses between them, a few harmonics, a little
 * vibrato. The fundamental is by far the strongest partial, so that the voice can be told from
 * others by its pitch while it is pleasant to listen to.
 */
public final class Voice implements PcmSource {
  private static final double[] PARTIALS = {1, 0.28, 0.16, 0.07};
  private static final double SYLLABLE_SECONDS = 0.34;
  private static final double SPOKEN = 0.8;
  private static final int SYLLABLES_IN_PHRASE = 7;

  private final double hz;
  private final double amplitude;
  private double phase;
  private long sample;

  /**
   * @param hz the fundamental, 60 to 1,000
   * @param level of the loudest moment, in dBFS
   */
  public Voice(double hz, double level) {
    if (!(hz >= 60 && hz <= 1_000)) {
      throw new IllegalArgumentException("no voice has a fundamental of " + hz + " Hz");
    }
    this.hz = hz;
    this.amplitude = 32_767 * Math.min(1, Math.pow(10, level / 20)) / 1.51;
  }

  @Override
  public boolean read(short[] frame) {
    for (int i = 0; i < frame.length; i++) {
      double seconds = (double) sample++ / Spectrum.SAMPLE_RATE;
      double vibrato = 1 + 0.004 * Math.sin(2 * Math.PI * 5.2 * seconds);
      phase += 2 * Math.PI * hz * vibrato / Spectrum.SAMPLE_RATE;
      if (phase > 2 * Math.PI) {
        phase -= 2 * Math.PI;
      }
      double sum = 0;
      for (int partial = 0; partial < PARTIALS.length; partial++) {
        sum += PARTIALS[partial] * Math.sin((partial + 1) * phase);
      }
      frame[i] = (short) Math.round(amplitude * envelope(seconds) * sum);
    }
    return true;
  }

  /** Swells and fades within a syllable; the last one of a phrase is a pause. */
  private static double envelope(double seconds) {
    double position = seconds / SYLLABLE_SECONDS;
    long syllable = (long) position;
    double within = (position - syllable) / SPOKEN;
    if (syllable % SYLLABLES_IN_PHRASE == SYLLABLES_IN_PHRASE - 1 || within >= 1) {
      return 0;
    }
    return Math.pow(Math.sin(Math.PI * within), 0.6);
  }
}
