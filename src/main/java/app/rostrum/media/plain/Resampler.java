package app.rostrum.media.plain;

import app.rostrum.media.Spectrum;

/** A converter of sound of any rate to 48 kHz, by a windowed sinc. */
final class Resampler {
  private static final int LOBES = 16;

  private Resampler() {}

  static float[] to48k(float[] in, int rate) {
    if (rate == Spectrum.SAMPLE_RATE || in.length == 0) {
      return in;
    }
    double ratio = (double) rate / Spectrum.SAMPLE_RATE;
    // Towards a lower rate the filter must also remove frequencies that it cannot carry.
    double cutoff = Math.min(1, 1 / ratio);
    int reach = (int) Math.ceil(LOBES / cutoff);
    float[] out = new float[(int) Math.ceil(in.length / ratio)];
    for (int i = 0; i < out.length; i++) {
      double centre = i * ratio;
      int first = Math.max(0, (int) Math.ceil(centre - reach));
      int last = Math.min(in.length - 1, (int) Math.floor(centre + reach));
      double sum = 0;
      double weights = 0;
      for (int k = first; k <= last; k++) {
        double x = (k - centre) * cutoff;
        double weight = sinc(x) * (0.5 + 0.5 * Math.cos(Math.PI * x / LOBES));
        sum += in[k] * weight;
        weights += weight;
      }
      // Division by the weights keeps the level even, at both ends too.
      out[i] = (float) (weights == 0 ? 0 : sum / weights);
    }
    return out;
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
