package app.rostrum.bench;

import app.rostrum.media.plain.PcmSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A sink that notes the times at which sounds begin and end. */
final class SoundClock implements PcmSink {
  private static final int AUDIBLE = 300;
  private final List<Long> onsets = new ArrayList<>();
  private boolean silentBefore = true;
  private long lastSound;
  private long soundSince;
  private double longestGap;
  private boolean watching;

  @Override
  public synchronized void onMix(short[] mix) {
    long now = System.nanoTime();
    int first = firstAudible(mix);
    if (first >= 0) {
      long heard = now + first * 1_000_000_000L / 48_000;
      if (silentBefore) {
        onsets.add(heard);
      }
      if (watching && lastSound != 0) {
        longestGap = Math.max(longestGap, silentBefore ? (now - lastSound) / 1e6 - 20 : 0);
      }
      lastSound = now;
      soundSince = heard;
      notifyAll();
    }
    silentBefore = first < 0;
  }

  private static int firstAudible(short[] mix) {
    for (int i = 0; i < mix.length; i++) {
      if (Math.abs(mix[i]) > AUDIBLE) {
        return i;
      }
    }
    return -1;
  }

  /** Waits for sound after a moment and returns its time. */
  synchronized long awaitSound(long from) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (soundSince - from <= 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new IllegalStateException("no sound within 20 s");
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return soundSince;
  }

  synchronized List<Long> onsets() {
    return List.copyOf(onsets);
  }

  synchronized void watchGaps() {
    watching = true;
    longestGap = 0;
    lastSound = System.nanoTime();
  }

  /** Returns the longest silence in a constant sound, in milliseconds. */
  synchronized double longestGap() {
    return Math.max(0, longestGap);
  }
}
