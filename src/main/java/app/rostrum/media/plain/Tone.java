package app.rostrum.media.plain;

import app.rostrum.media.Spectrum;

/** A sine that never ends. */
public final class Tone implements PcmSource {
  private static final double ATTACK_SAMPLES = 480;

  private final double step;
  private final double amplitude;
  private double phase;
  private long samples;

  /** Creates a sine of -20 dBFS. */
  public Tone(double hz) {
    this(hz, -20);
  }

  /**
   * @param level in dBFS, at most 0
   */
  public Tone(double hz, double level) {
    if (!(hz > 0) || hz >= Spectrum.SAMPLE_RATE / 2.0) {
      throw new IllegalArgumentException("no audible frequency: " + hz);
    }
    this.step = 2 * Math.PI * hz / Spectrum.SAMPLE_RATE;
    this.amplitude = 32_767 * Math.min(1, Math.pow(10, level / 20));
  }

  @Override
  public boolean read(short[] frame) {
    for (int i = 0; i < frame.length; i++) {
      // A soft start: a click would be measured at every pitch.
      double attack = Math.min(1, samples++ / ATTACK_SAMPLES);
      frame[i] = (short) Math.round(amplitude * attack * Math.sin(phase));
      phase += step;
      if (phase > 2 * Math.PI) {
        phase -= 2 * Math.PI;
      }
    }
    return true;
  }
}
