package app.rostrum.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The spectrum of a piece of sound: mono, 48 kHz, 16 bit. Levels are in dBFS, where a sine at full
 * scale has 0; silence has {@link #SILENCE}. In 100 ms of sound, tones 40 Hz apart can be told from
 * each other; in a longer piece, closer ones.
 */
public final class Spectrum {
  /** Samples per second. */
  public static final int SAMPLE_RATE = 48_000;

  /** The lowest level that is reported, in dBFS: below one step of a 16 bit sample. */
  public static final double SILENCE = -100;

  private static final double LOWEST_HZ = 40;
  private static final double HIGHEST_HZ = 8_000;
  private static final double AUDIBLE = -60;
  private static final int LONGEST = 1 << 17;

  private Spectrum() {}

  /**
   * @param hz the frequency at which it is strongest
   * @param level the level of a sine there, in dBFS
   */
  public record Peak(double hz, double level) {}

  /** Returns the level of the whole sound. */
  public static double level(short[] pcm) {
    double sum = 0;
    for (short sample : pcm) {
      sum += (double) sample * sample;
    }
    return pcm.length == 0 ? SILENCE : dbfs(Math.sqrt(2 * sum / pcm.length));
  }

  /**
   * * Returns the level of a sine of one frequency (Goertzel's algorithm under a Hann window).
   *
   * @param hz above 0, below 24,000
   */
  public static double levelAt(short[] pcm, double hz) {
    if (pcm.length < 2) {
      return SILENCE;
    }
    double turn = 2 * Math.cos(2 * Math.PI * hz / SAMPLE_RATE);
    double before = 0;
    double beforeThat = 0;
    double weights = 0;
    for (int i = 0; i < pcm.length; i++) {
      double weight = hann(i, pcm.length);
      weights += weight;
      double now = weight * pcm[i] + turn * before - beforeThat;
      beforeThat = before;
      before = now;
    }
    double power = before * before + beforeThat * beforeThat - turn * before * beforeThat;
    return dbfs(2 * Math.sqrt(Math.max(0, power)) / weights);
  }

  /** Returns the frequency of the strongest tone between 40 Hz and 8 kHz; empty below -60 dBFS. */
  public static OptionalDouble dominantPitch(short[] pcm) {
    List<Peak> peaks = peaks(pcm, 1);
    return peaks.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(peaks.getFirst().hz());
  }

  /** Returns the strongest tones between 40 Hz and 8 kHz, strongest first; none below -60 dBFS. */
  public static List<Peak> peaks(short[] pcm, int atMost) {
    int used = Math.min(pcm.length, LONGEST);
    if (used < 64) {
      return List.of();
    }
    int size = Integer.highestOneBit(used - 1) << 1;
    double[] re = new double[size];
    double[] im = new double[size];
    double weights = 0;
    for (int i = 0; i < used; i++) {
      double weight = hann(i, used);
      weights += weight;
      re[i] = weight * pcm[i];
    }
    fft(re, im);
    double[] magnitude = new double[size / 2];
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = Math.hypot(re[i], im[i]);
    }
    var found = new ArrayList<Peak>();
    double step = (double) SAMPLE_RATE / size;
    int last = Math.min(magnitude.length - 2, (int) (HIGHEST_HZ / step));
    for (int i = Math.max(1, (int) (LOWEST_HZ / step)); i <= last; i++) {
      if (magnitude[i] >= magnitude[i - 1] && magnitude[i] > magnitude[i + 1]) {
        double hz = (i + offset(magnitude[i - 1], magnitude[i], magnitude[i + 1])) * step;
        double roughly = dbfs(2 * magnitude[i] / weights);
        if (roughly > AUDIBLE - 6) {
          found.add(new Peak(hz, roughly));
        }
      }
    }
    found.sort(Comparator.comparingDouble(Peak::level).reversed());
    short[] same = used == pcm.length ? pcm : Arrays.copyOf(pcm, used);
    return found.stream()
        .limit(atMost)
        .map(peak -> new Peak(peak.hz(), levelAt(same, peak.hz())))
        .filter(peak -> peak.level() > AUDIBLE)
        .toList();
  }

  /** Converts a level in dBFS to a linear one, 0 to 1. */
  public static double linear(double dbfs) {
    return dbfs <= SILENCE ? 0 : Math.min(1, Math.pow(10, dbfs / 20));
  }

  private static double dbfs(double amplitude) {
    return amplitude <= 0 ? SILENCE : Math.max(SILENCE, 20 * Math.log10(amplitude / 32_768));
  }

  private static double hann(int i, int length) {
    return 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length);
  }

  /** Interpolates the peak between bins by a parabola on the log magnitudes. */
  private static double offset(double left, double middle, double right) {
    double a = Math.log(left + 1e-9);
    double b = Math.log(middle + 1e-9);
    double c = Math.log(right + 1e-9);
    double bend = a - 2 * b + c;
    return bend == 0 ? 0 : Math.clamp((a - c) / (2 * bend), -0.5, 0.5);
  }

  /** Transforms in place, radix 2. */
  private static void fft(double[] re, double[] im) {
    int n = re.length;
    for (int i = 1, j = 0; i < n; i++) {
      int bit = n >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j |= bit;
      if (i < j) {
        double swap = re[i];
        re[i] = re[j];
        re[j] = swap;
      }
    }
    for (int length = 2; length <= n; length <<= 1) {
      double angle = -2 * Math.PI / length;
      int half = length / 2;
      double[] cos = new double[half];
      double[] sin = new double[half];
      for (int k = 0; k < half; k++) {
        cos[k] = Math.cos(angle * k);
        sin[k] = Math.sin(angle * k);
      }
      for (int start = 0; start < n; start += length) {
        for (int k = 0; k < half; k++) {
          int a = start + k;
          int b = a + half;
          double r = re[b] * cos[k] - im[b] * sin[k];
          double i = re[b] * sin[k] + im[b] * cos[k];
          re[b] = re[a] - r;
          im[b] = im[a] - i;
          re[a] += r;
          im[a] += i;
        }
      }
    }
  }
}
