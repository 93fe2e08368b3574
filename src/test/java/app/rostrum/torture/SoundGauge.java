package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.PcmSink;
import java.util.concurrent.TimeUnit;

/** A sink that counts frames of 20 ms with and without sound. Safe for any thread. */
final class SoundGauge implements PcmSink {
  static final int FRAMES_PER_SECOND = 50;
  private static final double AUDIBLE = -40;

  private long frames;
  private long audible;
  private long gap;
  private long longestGap;

  /**
   * The sound of a period.
   *
   * @param share of the frames that had sound, 0 to 1
   * @param longestGapMillis the longest time without
   */
  record Heard(double share, long longestGapMillis) {}

  @Override
  public void onMix(short[] mix) {
    boolean hasSound = Spectrum.level(mix) > AUDIBLE;
    synchronized (this) {
      frames++;
      audible += hasSound ? 1 : 0;
      gap = hasSound ? 0 : gap + 1;
      longestGap = Math.max(longestGap, gap);
      notifyAll();
    }
  }

  /** Begins a period. */
  synchronized void begin() {
    frames = 0;
    audible = 0;
    gap = 0;
    longestGap = 0;
  }

  /** Waits until this many more frames have been played. */
  synchronized void awaitFrames(int more) throws InterruptedException {
    long wanted = frames + more;
    long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (frames < wanted) {
      assertThat(System.nanoTime()).as("the listener plays").isLessThan(limit);
      wait(TimeUnit.SECONDS.toMillis(1));
    }
  }

  /** Returns whether the last frame had sound. */
  synchronized boolean hearsNow() {
    return frames > 0 && gap == 0;
  }

  /** Returns the sound heard since the period began. */
  synchronized Heard heard() {
    return new Heard(
        frames == 0 ? 0 : (double) audible / frames, longestGap * 1000 / FRAMES_PER_SECOND);
  }
}
