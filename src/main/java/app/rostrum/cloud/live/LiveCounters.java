package app.rostrum.cloud.live;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link LiveStatistics}, from any thread. */
final class LiveCounters {
  /** Buckets grow by a tenth each, from a microsecond up to some seconds. */
  private static final double GROWTH = 1.1;

  /** A frame behind time leaves when the one after the next is due, or later. */
  private static final long BEHIND_NANOS = 2 * PacedMix.PERIOD_NANOS;

  /**
   * The packets with sound so far. Those of silence are few and in no hurry, so that they tell
   * nothing about whether the sending threads keep up.
   *
   * @param due sent or not
   * @param behind dropped, or sent behind time
   * @param silent those of silence
   */
  record Packets(long due, long behind, long silent) {}

  private final LongAdder mixed = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder sentBehind = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder silent = new LongAdder();
  private final AtomicInteger listeners = new AtomicInteger();
  private final AtomicLongArray lateness = new AtomicLongArray(180);

  void mixed(boolean wasLate) {
    mixed.increment();
    if (wasLate) {
      late.increment();
    }
  }

  void skipped(long ticks) {
    skipped.add(ticks);
  }

  /** Counts a packet of silence that was sent to some listeners. */
  void silence(int packets) {
    silent.add(packets);
  }

  /** Counts a frame with sound that was sent to some listeners. */
  void sent(int packets, long latenessNanos) {
    sent.add(packets);
    if (latenessNanos >= BEHIND_NANOS) {
      sentBehind.add(packets);
    }
    double micros = Math.max(1, latenessNanos / 1000.0);
    int bucket = (int) (Math.log(micros) / Math.log(GROWTH));
    lateness.incrementAndGet(Math.min(bucket, lateness.length() - 1));
  }

  void dropped(int packets) {
    dropped.add(packets);
  }

  Packets packets() {
    return new Packets(sent.sum() + dropped.sum(), dropped.sum() + sentBehind.sum(), silent.sum());
  }

  void listenerCame() {
    listeners.incrementAndGet();
  }

  void listenerWent() {
    listeners.decrementAndGet();
  }

  void forgetLateness() {
    for (int i = 0; i < lateness.length(); i++) {
      lateness.set(i, 0);
    }
  }

  LiveStatistics statistics() {
    return new LiveStatistics(
        listeners.get(),
        mixed.sum(),
        late.sum(),
        skipped.sum(),
        sent.sum() + silent.sum(),
        dropped.sum(),
        latenessAt(0.5),
        latenessAt(0.99));
  }

  private Duration latenessAt(double share) {
    long all = 0;
    for (int i = 0; i < lateness.length(); i++) {
      all += lateness.get(i);
    }
    long rank = (long) Math.ceil(all * share);
    long seen = 0;
    for (int i = 0; i < lateness.length() && all > 0; i++) {
      seen += lateness.get(i);
      if (seen >= rank) {
        return Duration.ofNanos((long) (Math.pow(GROWTH, i + 1) * 1000));
      }
    }
    return Duration.ZERO;
  }
}
