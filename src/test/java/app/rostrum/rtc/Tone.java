package app.rostrum.rtc;

/** Generates tones and measures them. */
public final class Tone {
  private Tone() {}

  public static short[] of(double hertz, int samples, int amplitude) {
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) (amplitude * Math.sin(2 * Math.PI * hertz * i / 48_000));
    }
    return pcm;
  }

  /** The strongest frequency between 50 and 3000 Hz, to 1 Hz (Goertzel). */
  public static double pitch(short[] pcm, int from, int length) {
    double best = 0;
    double strongest = -1;
    for (int hertz = 50; hertz <= 3000; hertz++) {
      double power = power(pcm, from, length, hertz);
      if (power > strongest) {
        strongest = power;
        best = hertz;
      }
    }
    return best;
  }

  public static double power(short[] pcm, int from, int length, double hertz) {
    double k = 2 * Math.cos(2 * Math.PI * hertz / 48_000);
    double one = 0;
    double two = 0;
    for (int i = 0; i < length; i++) {
      double next = pcm[from + i] + k * one - two;
      two = one;
      one = next;
    }
    return (one * one + two * two - k * one * two) / ((double) length * length);
  }

  public static double rms(short[] pcm, int from, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) pcm[from + i] * pcm[from + i];
    }
    return Math.sqrt(sum / length);
  }
}
