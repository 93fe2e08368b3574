package app.rostrum.media.plain;

import app.rostrum.media.Spectrum;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A sink that keeps the last half second of the mix and of each track. Safe for any thread. */
public final class LevelMeter implements PcmSink {
  private static final int FRAMES = 25;

  private final Window mix = new Window();
  private final Map<String, Window> tracks = new ConcurrentHashMap<>();

  @Override
  public void onMix(short[] pcm) {
    mix.add(pcm);
  }

  @Override
  public void onAudio(String trackId, short[] pcm) {
    tracks.computeIfAbsent(trackId, id -> new Window()).add(pcm);
  }

  /** Returns the last half second of the mix, for {@link Spectrum}; shorter at the beginning. */
  public short[] mix() {
    return mix.samples();
  }

  /** Returns the last half second of each track that was ever received. */
  public Map<String, short[]> tracks() {
    var samples = new HashMap<String, short[]>();
    tracks.forEach((id, window) -> samples.put(id, window.samples()));
    return samples;
  }

  private static final class Window {
    private final short[] ring = new short[FRAMES * PcmSource.FRAME];
    private int next;
    private int filled;

    synchronized void add(short[] pcm) {
      for (short sample : pcm) {
        ring[next] = sample;
        next = (next + 1) % ring.length;
      }
      filled = Math.min(ring.length, filled + pcm.length);
    }

    synchronized short[] samples() {
      short[] samples = new short[filled];
      int first = Math.floorMod(next - filled, ring.length);
      for (int i = 0; i < filled; i++) {
        samples[i] = ring[(first + i) % ring.length];
      }
      return samples;
    }
  }
}
