package app.rostrum.bench;

import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A voice with a short burst twice a second, which notes the time of each. */
final class Clicks implements PcmSource {
  private static final int PERIOD_FRAMES = 25;
  private static final double FRAME_MS = 20;
  private final Tone tone = new Tone(1000, -6);
  private final PcmSource silence = new Silence();
  private final List<Long> sent = new ArrayList<>();
  private boolean on;
  private int frame;

  synchronized void begin() {
    on = true;
    frame = 0;
  }

  synchronized void end() {
    on = false;
  }

  @Override
  public synchronized boolean read(short[] pcm) {
    int position = frame++ % PERIOD_FRAMES;
    if (!on || position > 1) {
      return silence.read(pcm);
    }
    if (position == 0) {
      sent.add(System.nanoTime());
    }
    return tone.read(pcm);
  }

  /** Returns delays in milliseconds, with the 20 ms in which a microphone collects a frame. */
  synchronized List<Double> delays(SoundClock ear) {
    var delays = new ArrayList<Double>();
    List<Long> onsets = ear.onsets();
    for (long left : sent) {
      onsets.stream()
          .filter(heard -> heard > left && heard - left < TimeUnit.MILLISECONDS.toNanos(450))
          .findFirst()
          .ifPresent(heard -> delays.add((heard - left) / 1e6 + FRAME_MS));
    }
    return delays;
  }
}
