package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people who have been admitted to a stream and are not in it, be it not yet or no longer.
 * Thread-safe. Kept in memory only: after a start, everybody who has a user document counts as
 * absent until seen.
 */
final class Absences {
  /** The time for which a person may be away without having to join anew. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private record Key(String roomSid, String identity) {}

  /** A person who is absent from a stream since a time. */
  record Absence(StreamRecord stream, String identity, Instant since) {}

  private final Clock clock;
  private final Map<Key, Absence> absences = new ConcurrentHashMap<>();

  Absences(Clock clock) {
    this.clock = clock;
  }

  /** Notes that a person was admitted or has left. Hosts keep their names. */
  void began(StreamRecord stream, String identity) {
    if (!stream.isNameOfHost(identity)) {
      absences.put(
          new Key(stream.roomSid(), identity), new Absence(stream, identity, clock.instant()));
    }
  }

  void ended(StreamRecord stream, String identity) {
    absences.remove(new Key(stream.roomSid(), identity));
  }

  /** Forgets everybody who is absent from a stream that is over. */
  void forget(StreamRecord stream) {
    absences.keySet().removeIf(key -> key.roomSid().equals(stream.roomSid()));
  }

  /** Returns whether the person has neither appeared nor been admitted again since. */
  boolean lasts(Absence absence) {
    return absence.equals(absences.get(new Key(absence.stream().roomSid(), absence.identity())));
  }

  /** Returns those who have been absent for {@link #PATIENCE}. */
  List<Absence> overdue() {
    Instant latest = clock.instant().minus(PATIENCE);
    return absences.values().stream().filter(absence -> !absence.since().isAfter(latest)).toList();
  }
}
