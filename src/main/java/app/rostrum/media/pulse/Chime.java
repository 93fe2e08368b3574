package app.rostrum.media.pulse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Two soft notes, a fifth apart, for trying a loudspeaker: 48 kHz mono 16 bit. */
final class Chime {
  static final double LOW_HZ = 440;
  static final double HIGH_HZ = 660;

  private static final int RATE = 48_000;
  private static final double NOTE_SECONDS = 0.7;
  private static final double SECOND_AFTER = 0.25;

  private Chime() {}

  static byte[] pcm() {
    int samples = (int) (RATE * (NOTE_SECONDS + SECOND_AFTER));
    ByteBuffer out = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      double seconds = (double) i / RATE;
      double sum = note(LOW_HZ, seconds) + note(HIGH_HZ, seconds - SECOND_AFTER);
      out.putShort((short) Math.round(sum * 5_000));
    }
    return out.array();
  }

  private static double note(double hz, double seconds) {
    if (seconds < 0 || seconds > NOTE_SECONDS) {
      return 0;
    }
    double attack = Math.min(1, seconds / 0.01);
    double release = Math.min(1, (NOTE_SECONDS - seconds) / 0.05);
    return attack * release * Math.exp(-4 * seconds) * Math.sin(2 * Math.PI * hz * seconds);
  }
}
