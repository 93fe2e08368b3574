package app.rostrum.media.plain;

/** The level of one RTP packet (RFC 6464), 0 (loudest) to 127 (silence), in -dBov. */
final class AudioLevel {
  static final int SILENT = 127;

  private AudioLevel() {}

  static int of(short[] pcm) {
    double sum = 0;
    for (short sample : pcm) {
      sum += (double) sample * sample;
    }
    double rms = Math.sqrt(sum / pcm.length) / 32_768;
    return rms <= 0 ? SILENT : (int) Math.clamp(Math.round(-20 * Math.log10(rms)), 0, SILENT);
  }

  /**
   * Returns the level as a share of full scale, where 1 is the loudest sine: RFC 6464 has the
   * overload point at 0.
   */
  static double linear(int level) {
    return level < 0 || level >= SILENT
        ? 0
        : Math.min(1, Math.sqrt(2) * Math.pow(10, -level / 20.0));
  }
}
