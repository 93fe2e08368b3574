package app.rostrum.cloud.live;

import app.rostrum.cloud.figures.Latencies;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link LiveStatistics}, from any thread. */
final class LiveCounters {
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
  private final Latencies lateness = new Latencies();

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
    lateness.add(latenessNanos);
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

  /** Returns the time between each frame's due time and its last packet's leaving. */
  Latencies lateness() {
    return lateness;
  }

  LiveStatistics statistics() {
    return new LiveStatistics(
        listeners.get(),
        mixed.sum(),
        late.sum(),
        skipped.sum(),
        sent.sum() + silent.sum(),
        dropped.sum(),
        lateness.quantile(0.5),
        lateness.quantile(0.99));
  }
}
