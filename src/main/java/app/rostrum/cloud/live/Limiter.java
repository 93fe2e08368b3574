package app.rostrum.cloud.live;

/**
 * Keeps a mix below full scale without delaying it. Gain is computed for short blocks of the
 * current frame, so that within a frame it is down before the peak comes. Only a peak in a frame's
 * first block, which cannot be foreseen, is clipped softly instead. Gain recovers slowly, so that
 * loud voices do not pump.
 */
final class Limiter {
  /** The level at which limiting begins, as a share of full scale: 1 dB below. */
  static final float CEILING = 0.89f;

  private static final int BLOCK = 120;
  private static final float RECOVERY_PER_BLOCK = 1.004f;

  private float gain = 1;
  private float[] blockGains = new float[0];

  /**
   * Limits a frame in place.
   *
   * @param mix any range; afterwards strictly within -1 and 1. The length is a multiple of 120
   */
  void apply(float[] mix) {
    int blocks = mix.length / BLOCK;
    if (blockGains.length != blocks) {
      blockGains = new float[blocks];
    }
    for (int b = 0; b < blocks; b++) {
      float peak = peak(mix, b * BLOCK);
      blockGains[b] = peak > CEILING ? CEILING / peak : 1;
    }
    for (int b = 0; b < blocks; b++) {
      float next = b + 1 < blocks ? blockGains[b + 1] : 1;
      float end = Math.min(Math.min(blockGains[b], next), gain * RECOVERY_PER_BLOCK);
      ramp(mix, b * BLOCK, gain, end);
      gain = end;
    }
  }

  private static float peak(float[] mix, int from) {
    float peak = 0;
    for (int i = from; i < from + BLOCK; i++) {
      peak = Math.max(peak, Math.abs(mix[i]));
    }
    return peak;
  }

  private static void ramp(float[] mix, int from, float start, float end) {
    if (start == 1 && end == 1) {
      return;
    }
    float step = (end - start) / BLOCK;
    for (int i = 0; i < BLOCK; i++) {
      mix[from + i] = bend(mix[from + i] * (start + step * i));
    }
  }

  /** The soft clipping curve: linear up to the ceiling, then ever flatter towards full scale. */
  private static float bend(float value) {
    float size = Math.abs(value);
    if (size <= CEILING) {
      return value;
    }
    float rest = 0.999f - CEILING;
    float bent = CEILING + rest * (float) Math.tanh((size - CEILING) / rest);
    return Math.copySign(bent, value);
  }
}
