package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Remembers which stream each creation made, for ten minutes, so that a creator whose answer was
 * lost can ask again. Thread-safe. Kept in memory only: after a restart the name counts as taken.
 */
final class Creations {
  static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int MAX_CREATIONS = 1000;

  private record Made(String roomSid, Instant at) {}

  private final Clock clock;

  /** By the creator's key, the oldest first. */
  private final LinkedHashMap<String, Made> made = new LinkedHashMap<>();

  Creations(Clock clock) {
    this.clock = clock;
  }

  synchronized void made(String key, String roomSid) {
    made.putLast(key, new Made(roomSid, clock.instant()));
    if (made.size() > MAX_CREATIONS) {
      made.pollFirstEntry();
    }
  }

  /** Returns the SID of the room that this creation made; empty if it is not known. */
  synchronized Optional<String> find(String key) {
    Instant earliest = clock.instant().minus(LIFETIME);
    made.values().removeIf(m -> m.at().isBefore(earliest));
    return Optional.ofNullable(made.get(key)).map(Made::roomSid);
  }
}
