package app.rostrum.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts wrong passcodes by address. After five within a minute the address has to wait. */
final class AttemptLimiter {
  static final int MAX_FAILURES = 5;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_ADDRESSES = 10_000;

  private final Clock clock;
  private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

  AttemptLimiter(Clock clock) {
    this.clock = clock;
  }

  /** Returns the time that the address still has to wait; empty if it may try. */
  synchronized Optional<Duration> wait(String address) {
    Deque<Instant> recent = failures.get(address);
    if (recent == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    forgetBefore(recent, now.minus(WINDOW));
    if (recent.isEmpty()) {
      failures.remove(address);
    }
    return recent.size() < MAX_FAILURES
        ? Optional.empty()
        : Optional.of(Duration.between(now, recent.getFirst().plus(WINDOW)));
  }

  synchronized void failed(String address) {
    Deque<Instant> recent = failures.remove(address);
    if (recent == null) {
      recent = new ArrayDeque<>();
      if (failures.size() >= MAX_ADDRESSES) {
        // The address that failed longest ago makes room: memory stays bounded under a flood.
        failures.remove(failures.keySet().iterator().next());
      }
    }
    recent.addLast(clock.instant());
    while (recent.size() > MAX_FAILURES) {
      recent.removeFirst();
    }
    failures.put(address, recent);
  }

  private static void forgetBefore(Deque<Instant> times, Instant limit) {
    while (!times.isEmpty() && !times.getFirst().isAfter(limit)) {
      times.removeFirst();
    }
  }
}
