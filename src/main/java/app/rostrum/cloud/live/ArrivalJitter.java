package app.rostrum.cloud.live;

import java.util.Arrays;

/**
 * How unevenly one sender's packets arrive: over the last ten seconds, by how much the slower ones
 * take longer than the fastest. The slowest few do not count; waiting for them would cost everybody
 * more than it would save.
 */
final class ArrivalJitter {
  private static final int WINDOW = 500;
  private static final int DISREGARDED = 3;
  private static final int RECKON_EVERY = 25;
  private static final long NANOS_PER_TICK_TIMES_3 = 62_500;

  private final long[] transits = new long[WINDOW];
  private final long[] sorted = new long[WINDOW];
  private int count;
  private boolean known;
  private long timestamp;
  private long unwrapped;
  private long jitter;

  void reset() {
    count = 0;
    known = false;
    jitter = 0;
  }

  /**
   * @param packetTimestamp in 48 kHz units, 32 bits
   * @param now of any monotonic clock, in nanoseconds
   */
  void arrived(long packetTimestamp, long now) {
    unwrapped = known ? unwrapped + (int) (packetTimestamp - timestamp) : 0;
    timestamp = packetTimestamp;
    known = true;
    transits[count++ % WINDOW] = now - unwrapped * NANOS_PER_TICK_TIMES_3 / 3;
    if (count % RECKON_EVERY == 0) {
      reckon();
    }
  }

  private void reckon() {
    int size = Math.min(count, WINDOW);
    System.arraycopy(transits, 0, sorted, 0, size);
    Arrays.sort(sorted, 0, size);
    jitter = sorted[size - 1 - DISREGARDED] - sorted[0];
  }

  /** In nanoseconds; 0 until there is something to go by. */
  long nanos() {
    return jitter;
  }
}
