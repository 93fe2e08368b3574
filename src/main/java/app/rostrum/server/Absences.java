package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The people who have been admitted to a stream and are not in it, be it not yet or no longer.
 * Thread-safe. Kept in memory only: after a start, everybody who has a user document counts as
 * absent until seen. So many at most are waited for, in all streams together, because anybody with
 * the passcode can be admitted under any number of names.
 */
final class Absences {
  /** The time for which a person may be away without having to join anew. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private record Key(String roomSid, String identity) {}

  /** A person who is absent from a stream since a time. */
  record Absence(StreamRecord stream, String identity, Instant since) {}

  private final Clock clock;
  private final int most;

  /** Those who have been absent for longest come first. */
  private final SequencedMap<Key, Absence> absences = new LinkedHashMap<>();

  /**
   * @param most the people to wait for at most
   */
  Absences(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** Notes that a person was admitted or has left. Hosts keep their names. */
  synchronized void began(StreamRecord stream, String identity) {
    if (!stream.isNameOfHost(identity)) {
      absences.putLast(
          new Key(stream.roomSid(), identity), new Absence(stream, identity, clock.instant()));
    }
  }

  /** Stops to wait for whoever has been absent for longest, if there are too many. */
  synchronized Optional<Absence> pollSurplus() {
    return absences.size() > most
        ? Optional.of(absences.pollFirstEntry().getValue())
        : Optional.empty();
  }

  synchronized boolean isWaitedFor(StreamRecord stream, String identity) {
    return absences.containsKey(new Key(stream.roomSid(), identity));
  }

  synchronized void ended(StreamRecord stream, String identity) {
    absences.remove(new Key(stream.roomSid(), identity));
  }

  /** Forgets everybody who is absent from a stream that is over. */
  synchronized void forget(StreamRecord stream) {
    absences.keySet().removeIf(key -> key.roomSid().equals(stream.roomSid()));
  }

  /** Returns whether the person has neither appeared nor been admitted again since. */
  synchronized boolean lasts(Absence absence) {
    return absence.equals(absences.get(new Key(absence.stream().roomSid(), absence.identity())));
  }

  /** Returns those who have been absent for {@link #PATIENCE}. */
  synchronized List<Absence> overdue() {
    Instant latest = clock.instant().minus(PATIENCE);
    return absences.values().stream().filter(absence -> !absence.since().isAfter(latest)).toList();
  }
}
