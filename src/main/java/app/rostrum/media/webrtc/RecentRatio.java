package app.rostrum.media.webrtc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The ratio of two counters that only grow, over the last seconds. Time is an argument. */
final class RecentRatio {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(6);

  private record Reading(long at, double part, double whole) {}

  private final Deque<Reading> readings = new ArrayDeque<>();

  /** Adds a reading; tells how much of the whole's growth within the window the part's is. */
  double read(long now, double part, double whole) {
    if (!readings.isEmpty()
        && (part < readings.getLast().part || whole < readings.getLast().whole)) {
      // A track that has ended took its counts away: begin anew.
      readings.clear();
    }
    if (readings.isEmpty()) {
      readings.addLast(new Reading(now, 0, 0));
    }
    while (readings.size() > 1 && now - readings.getFirst().at > WINDOW_NANOS) {
      readings.removeFirst();
    }
    Reading first = readings.getFirst();
    readings.addLast(new Reading(now, part, whole));
    double growth = whole - first.whole;
    return growth <= 0 ? 0 : (part - first.part) / growth;
  }
}
