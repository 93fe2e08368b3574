package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reserves the name of a person who has been admitted to a stream and has not appeared yet, for a
 * short time: after it the name is free again. Thread-safe. Kept in memory only: after a restart
 * such a name is free at once.
 */
final class Reservations {
  static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final int MAX_RESERVATIONS = 100_000;

  private record Key(String roomSid, String identity) {}

  private final Clock clock;
  private final Map<Key, Instant> ends = new ConcurrentHashMap<>();

  Reservations(Clock clock) {
    this.clock = clock;
  }

  void reserve(StreamRecord stream, String identity) {
    Instant now = clock.instant();
    if (ends.size() >= MAX_RESERVATIONS) {
      ends.values().removeIf(end -> !now.isBefore(end));
    }
    if (ends.size() < MAX_RESERVATIONS) {
      ends.put(new Key(stream.roomSid(), identity), now.plus(LIFETIME));
    }
  }

  boolean isReserved(StreamRecord stream, String identity) {
    Instant end = ends.get(new Key(stream.roomSid(), identity));
    return end != null && clock.instant().isBefore(end);
  }

  /** Ends the reservation of a person who has appeared. */
  void appeared(StreamRecord stream, String identity) {
    ends.remove(new Key(stream.roomSid(), identity));
  }

  /** Ends the reservations of a stream that is over. */
  void ended(StreamRecord stream) {
    ends.keySet().removeIf(key -> key.roomSid().equals(stream.roomSid()));
  }
}
