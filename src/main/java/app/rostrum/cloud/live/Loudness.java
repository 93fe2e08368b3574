package app.rostrum.cloud.live;

/**
 * Audio levels as RTP carries them: 0 is full scale, 127 silence, in steps of -1 dBov (RFC 6464).
 */
final class Loudness {
  static final int SILENCE = 127;

  private Loudness() {}

  /**
   * @param pcm samples within -1 and 1
   */
  static int of(float[] pcm) {
    double sum = 0;
    for (float sample : pcm) {
      sum += (double) sample * sample;
    }
    return fromMeanSquare(sum / pcm.length);
  }

  static int of(short[] pcm, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double sample = pcm[i] / 32768.0;
      sum += sample * sample;
    }
    return fromMeanSquare(sum / length);
  }

  private static int fromMeanSquare(double meanSquare) {
    if (meanSquare <= 1e-13) {
      return SILENCE;
    }
    return (int) Math.clamp(Math.round(-10 * Math.log10(meanSquare)), 0, SILENCE);
  }
}
