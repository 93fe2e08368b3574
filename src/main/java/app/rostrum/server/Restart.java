package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses those who come while the server is about to restart, and knows whether somebody in a
 * lobby would be told in time. Thread-safe.
 */
final class Restart {
  private static final String LIST = "/list-streams";

  /** The calls of those who are in no stream yet. */
  private static final Set<String> ARRIVALS =
      Set.of(
          LIST,
          "/verify-passcode",
          "/create-stream",
          "/join-stream-as-speaker",
          "/join-stream-as-viewer");

  private final Clock clock;
  private volatile Instant listed = Instant.MIN;
  private volatile Optional<Duration> away = Optional.empty();

  Restart(Clock clock) {
    this.clock = clock;
  }

  /**
   * Begins to refuse.
   *
   * @param expected the time after which it is worth to come again
   */
  void announce(Duration expected) {
    away = Optional.of(expected);
  }

  /** Refuses a call that comes too late, before it has changed anything. */
  void check(String path) {
    if (away.isPresent() && ARRIVALS.contains(path)) {
      throw ApiRefusal.restarting(away.get());
    }
    if (path.equals(LIST)) {
      listed = clock.instant();
    }
  }

  /** Returns whether somebody has asked for the list of streams within a time. */
  boolean listedWithin(Duration time) {
    return listed.isAfter(clock.instant().minus(time));
  }
}
