package app.rostrum.media.plain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A source that plays a WAV file of any rate and any number of channels, PCM or float. The file is
 * held in memory.
 */
public final class WavSource implements PcmSource {
  private final short[] pcm;
  private final boolean loop;
  private int next;

  private WavSource(short[] pcm, boolean loop) {
    this.pcm = pcm;
    this.loop = loop;
  }

  /**
   * @param loop true to begin again at the end
   * @throws IOException if the file cannot be read or is not a WAV file
   */
  public static WavSource open(Path file, boolean loop) throws IOException {
    WavFile wav = WavFile.read(file);
    float[] samples = Resampler.to48k(wav.samples(), wav.sampleRate());
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(Math.clamp(samples[i], -1f, 1f) * 32_767);
    }
    return new WavSource(pcm, loop);
  }

  @Override
  public boolean read(short[] frame) {
    int filled = 0;
    while (filled < frame.length && next < pcm.length) {
      int count = Math.min(frame.length - filled, pcm.length - next);
      System.arraycopy(pcm, next, frame, filled, count);
      filled += count;
      next += count;
      if (next == pcm.length && loop) {
        next = 0;
      }
    }
    Arrays.fill(frame, filled, frame.length, (short) 0);
    return filled > 0;
  }
}
