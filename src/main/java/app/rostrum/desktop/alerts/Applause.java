package app.rostrum.desktop.alerts;

import app.rostrum.media.AudioDevices;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The sound of people who clap, each at a pace and with a pitch of their own: bursts of noise that
 * ring in the hollow of two hands. It fades in and out, so that one joins the next without a gap.
 */
final class Applause {
  /** The time after which the next one begins, while it fades out. */
  static final Duration AGAIN = Duration.ofMillis(1_800);

  private static final int RATE = AudioDevices.PLAYED_HZ;
  private static final double SECONDS = 2.6;
  private static final double FADE_SECONDS = 0.8;
  private static final double CLAP_SECONDS = 0.03;

  /** As many hands as can be told apart; more are only louder. */
  private static final int MOST_HANDS = 60;

  /** The loudness of three claps in a few seconds, and the greatest, in dB below full scale. */
  private static final double SOFTEST_DB = -46;

  private static final double LOUDEST_DB = -30;

  private Applause() {}

  /**
   * Returns the sound, 48 kHz mono 16 bit.
   *
   * @param claps the number of claps in the last seconds, which the loudness follows: ten times as
   *     many are 8 dB louder
   */
  static byte[] pcm(int claps, RandomGenerator random) {
    double[] sound = new double[(int) (RATE * SECONDS)];
    for (int hands = 0; hands < Math.clamp(claps, 1, MOST_HANDS); hands++) {
      clap(sound, random);
    }
    fade(sound);
    double wanted = SOFTEST_DB + 8 * Math.log10(Math.max(3, claps) / 3.0);
    return scaled(sound, Math.pow(10, Math.min(wanted, LOUDEST_DB) / 20));
  }

  /** Adds one person's clapping. */
  private static void clap(double[] sound, RandomGenerator random) {
    double pause = random.nextDouble(0.19, 0.3);
    double hz = random.nextDouble(900, 2_400);
    for (double at = random.nextDouble(pause);
        at < SECONDS;
        at += pause * random.nextDouble(0.9, 1.1)) {
      burst(sound, (int) (at * RATE), hz, random.nextDouble(0.5, 1), random);
    }
  }

  /** Adds noise through a resonator of two poles, which dies away within {@link #CLAP_SECONDS}. */
  private static void burst(
      double[] sound, int from, double hz, double loudness, RandomGenerator random) {
    double radius = 0.985;
    double turn = 2 * radius * Math.cos(2 * Math.PI * hz / RATE);
    double last = 0;
    double beforeLast = 0;
    int samples = (int) (CLAP_SECONDS * RATE);
    for (int i = 0; i < samples && from + i < sound.length; i++) {
      double noise = (random.nextDouble() * 2 - 1) * Math.exp(-8.0 * i / samples);
      double now = noise + turn * last - radius * radius * beforeLast;
      beforeLast = last;
      last = now;
      sound[from + i] += loudness * now * Math.min(1, i / 20.0);
    }
  }

  private static void fade(double[] sound) {
    int samples = (int) (FADE_SECONDS * RATE);
    for (int i = 0; i < samples; i++) {
      // Sines, whose squares add up to one, keep the loudness where two applauses overlap.
      double gain = Math.sin(Math.PI / 2 * i / samples);
      sound[i] *= gain;
      sound[sound.length - 1 - i] *= gain;
    }
  }

  private static byte[] scaled(double[] sound, double level) {
    double power = 0;
    for (double sample : sound) {
      power += sample * sample;
    }
    double factor = level / Math.sqrt(Math.max(power / sound.length, Double.MIN_NORMAL));
    ByteBuffer out = ByteBuffer.allocate(sound.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (double sample : sound) {
      out.putShort((short) Math.round(Math.clamp(sample * factor, -0.9, 0.9) * Short.MAX_VALUE));
    }
    return out.array();
  }
}
