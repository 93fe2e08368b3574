package app.rostrum.stream;

/**
 * Notices speech into a muted microphone by its level alone, once for each time it is muted. Speech
 * rises and falls with the syllables; a fan or a vacuum cleaner does not. On the loop only.
 */
final class MutedSpeech {
  /** About two seconds of measurements. */
  private static final int WINDOW = 25;

  private static final int VOICED = 8;
  private static final int RISES = 2;

  /** The lowest level of speech (-26 dB); muted sound is measured before noise is suppressed. */
  private static final double SPEECH = 0.05;

  private static final double ABOVE_NOISE = 4;
  private static final double DIP = 0.4;

  /** The factor by which the noise is taken to rise with each measurement, up to the level. */
  private static final double RISING = 1.02;

  private static final double LEAST_NOISE = 0.001;

  private final double[] levels = new double[WINDOW];
  private int filled;
  private int next;
  private double noise = LEAST_NOISE;
  private boolean told;

  /** Begins anew, because the microphone is open or another is measured. */
  void reset() {
    filled = 0;
    next = 0;
    told = false;
  }

  /**
   * Takes the level of the muted microphone.
   *
   * @param level 0 to 1, linear
   * @return true if this person speaks, and that has not been returned since the last reset
   */
  boolean speaks(double level) {
    noise = Math.max(LEAST_NOISE, Math.min(level, noise * RISING));
    levels[next] = level;
    next = (next + 1) % WINDOW;
    filled = Math.min(WINDOW, filled + 1);
    if (told || filled < WINDOW) {
      return false;
    }
    double peak = 0;
    for (double one : levels) {
      peak = Math.max(peak, one);
    }
    double threshold = Math.max(SPEECH, noise * ABOVE_NOISE);
    int voiced = 0;
    int rises = 0;
    boolean low = false;
    for (int i = 0; i < WINDOW; i++) {
      double one = levels[(next + i) % WINDOW];
      if (one <= peak * DIP) {
        low = true;
      } else if (one >= threshold) {
        voiced++;
        rises += low ? 1 : 0;
        low = false;
      }
    }
    told = voiced >= VOICED && rises >= RISES;
    return told;
  }
}
