package app.rostrum.media.webrtc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The ratio of two counters that only grow, over the last seconds. Time is an argument. */
final class RecentRatio {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(6);

  private record Reading(long at, double part, double whole) {}

  private final Deque<Reading> readings = new ArrayDeque<>();

  /**
   * Adds a reading and returns the share of the part in the growth of the whole within the window.
   */
  double read(long now, double part, double whole) {
    if (!readings.isEmpty()
        && (part < readings.getLast().part || whole < readings.getLast().whole)) {
      // The counts of an ended track are gone: begin anew.
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
