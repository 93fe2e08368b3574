package app.rostrum.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/**
 * A few soft notes that fade like those of a struck bar, as sound for {@link AudioDevices#play}.
 *
 * @param loudness the amplitude at which each note begins, 0 to 1
 */
public record Melody(double loudness, List<Note> notes) {
  private static final double ATTACK_SECONDS = 0.01;
  private static final double RELEASE_SECONDS = 0.05;
  private static final double FADING = 4;

  /**
   * A note.
   *
   * @param at its beginning, in seconds
   * @param seconds its length
   */
  public record Note(double hz, double at, double seconds) {
    private double sample(double time) {
      double since = time - at;
      if (since < 0 || since > seconds) {
        return 0;
      }
      double attack = Math.min(1, since / ATTACK_SECONDS);
      double release = Math.min(1, (seconds - since) / RELEASE_SECONDS);
      return attack * release * Math.exp(-FADING * since) * Math.sin(2 * Math.PI * hz * since);
    }
  }

  public Melody {
    notes = List.copyOf(notes);
  }

  /** Returns a melody without notes. */
  public static Melody loudness(double loudness) {
    return new Melody(loudness, List.of());
  }

  /** Returns this melody with one more note. */
  public Melody note(double hz, double at, double seconds) {
    return new Melody(
        loudness, Stream.concat(notes.stream(), Stream.of(new Note(hz, at, seconds))).toList());
  }

  /** Returns the sound, 48 kHz mono 16 bit; no louder than full scale, however many notes meet. */
  public byte[] pcm() {
    double seconds = notes.stream().mapToDouble(note -> note.at + note.seconds).max().orElse(0);
    int samples = (int) (AudioDevices.PLAYED_HZ * seconds);
    ByteBuffer out = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      double sum = 0;
      for (Note note : notes) {
        sum += note.sample((double) i / AudioDevices.PLAYED_HZ);
      }
      out.putShort((short) Math.round(Math.clamp(sum * loudness, -1, 1) * Short.MAX_VALUE));
    }
    return out.array();
  }
}
