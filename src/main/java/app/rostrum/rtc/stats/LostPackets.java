package app.rostrum.rtc.stats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The missing packets of a stream, and the times to ask for them (RFC 4585). It is consulted when a
 * later packet comes, so it needs no timer. Not safe for several threads.
 */
public final class LostPackets {
  /** The widest gap to recover: asking for more would make a congestion worse. */
  private static final int WIDEST_GAP = 128;

  private static final int MOST = 256;
  private static final int ATTEMPTS = 6;
  private static final long MILLIS = 1_000_000;
  private static final long SHORTEST_WAIT = 20 * MILLIS;
  private static final long DEFAULT_WAIT = 60 * MILLIS;

  private static final class Missing {
    final int number;
    final long since;
    int attempts;
    long nextAt;

    Missing(int number, long now) {
      this.number = number;
      this.since = now;
      this.nextAt = now;
    }
  }

  private final long patience;
  private final Deque<Missing> missing = new ArrayDeque<>();
  private boolean started;
  private int highest;
  private long recovered;

  /**
   * @param patienceMillis the time after which a packet is of no more use
   */
  public LostPackets(long patienceMillis) {
    this.patience = patienceMillis * MILLIS;
  }

  /** Notes a packet that has come. */
  public void onPacket(int number, long now) {
    if (!started) {
      started = true;
      highest = number;
      return;
    }
    int step = (short) (number - highest);
    if (step == 1) {
      highest = number;
    } else if (step > 1) {
      if (step > WIDEST_GAP) {
        missing.clear();
      } else {
        for (int i = 1; i < step; i++) {
          missing.add(new Missing((highest + i) & 0xFFFF, now));
        }
        while (missing.size() > MOST) {
          missing.removeFirst();
        }
      }
      highest = number;
    } else if (step < -WIDEST_GAP * 4) {
      missing.clear();
      highest = number;
    } else if (!missing.isEmpty() && missing.removeIf(m -> m.number == number)) {
      recovered++;
    }
  }

  /**
   * Returns the packets to ask for now, in ascending order.
   *
   * @param roundTripNanos below 0 if unknown
   */
  public List<Integer> due(long now, long roundTripNanos) {
    if (missing.isEmpty()) {
      return List.of();
    }
    long wait =
        roundTripNanos < 0
            ? DEFAULT_WAIT
            : Math.max(SHORTEST_WAIT, roundTripNanos + roundTripNanos / 4);
    List<Integer> due = new ArrayList<>();
    for (Iterator<Missing> all = missing.iterator(); all.hasNext(); ) {
      Missing one = all.next();
      if (now - one.since > patience || one.attempts >= ATTEMPTS && now - one.nextAt >= 0) {
        all.remove();
      } else if (now - one.nextAt >= 0) {
        one.attempts++;
        one.nextAt = now + wait;
        due.add(one.number);
      }
    }
    return due;
  }

  /** Returns the number of packets that were missing and came after all. */
  public long recovered() {
    return recovered;
  }
}
