package app.rostrum.sdk.sync;

import java.util.TreeSet;

/**
 * The event up to which all events of an object have come; a client names it to have later ones
 * replayed. An event that overtakes an older one does not move the mark, so that the older one is
 * replayed if the connection breaks between the two.
 */
final class ReplayMark {
  private static final int MAX_AHEAD = 1000;

  private final TreeSet<Long> ahead = new TreeSet<>();
  private long lastEventId;

  /**
   * @param lastEventId -1 if there is no event yet
   */
  ReplayMark(long lastEventId) {
    this.lastEventId = lastEventId;
  }

  long lastEventId() {
    return lastEventId;
  }

  /** Notes that all events up to this one have come. */
  void reached(long eventId) {
    lastEventId = Math.max(lastEventId, eventId);
    ahead.headSet(lastEventId, true).clear();
    advance();
  }

  /** Notes that this event has come; older ones may still follow. */
  void received(long eventId) {
    if (eventId <= lastEventId) {
      return;
    }
    ahead.add(eventId);
    advance();
    if (ahead.size() > MAX_AHEAD) {
      // The service's numbers have gaps: the newest is the best estimate.
      reached(ahead.last());
    }
  }

  private void advance() {
    // The first event of an object is 1 in the embedded cloud and may be 0 elsewhere.
    while (ahead.remove(lastEventId + 1) || lastEventId < 0 && ahead.remove(1L)) {
      lastEventId = lastEventId < 0 ? 1 : lastEventId + 1;
    }
  }
}
