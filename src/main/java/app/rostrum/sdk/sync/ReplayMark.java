package app.rostrum.sdk.sync;

import java.util.TreeSet;

/**
 * Up to where all events of an object are known to have come: what a client names when it asks for
 * those that it has missed. An event that comes before an older one does not move it, so that the
 * older one is asked for again should the connection break between the two.
 */
final class ReplayMark {
  private static final int MAX_AHEAD = 1000;

  private final TreeSet<Long> ahead = new TreeSet<>();
  private long lastEventId;

  /**
   * @param lastEventId -1 if nothing has happened yet
   */
  ReplayMark(long lastEventId) {
    this.lastEventId = lastEventId;
  }

  long lastEventId() {
    return lastEventId;
  }

  /** All up to this event has come. */
  void reached(long eventId) {
    lastEventId = Math.max(lastEventId, eventId);
    ahead.headSet(lastEventId, true).clear();
    moveOn();
  }

  /** This event has come; older ones may be under way. */
  void heard(long eventId) {
    if (eventId <= lastEventId) {
      return;
    }
    ahead.add(eventId);
    moveOn();
    if (ahead.size() > MAX_AHEAD) {
      // A service whose numbers have gaps: to know the newest is the best there is.
      reached(ahead.last());
    }
  }

  private void moveOn() {
    // The first event of an object is 1 with us and may be 0 elsewhere.
    while (ahead.remove(lastEventId + 1) || lastEventId < 0 && ahead.remove(1L)) {
      lastEventId = lastEventId < 0 ? 1 : lastEventId + 1;
    }
  }
}
