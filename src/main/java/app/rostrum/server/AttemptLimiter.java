package app.rostrum.server;

import app.rostrum.web.ClientNetwork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts wrong passcodes by address, in IPv6 by /64 network. After five within a minute the address
 * has to wait. Wrong passcodes of all addresses that never gave the right one are counted together,
 * too: beyond a hundred, which ten a minute make up for, there is a growing pause between any two
 * of their attempts, so that many addresses guess little faster than a few.
 */
final class AttemptLimiter {
  static final int MAX_FAILURES = 5;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_ADDRESSES = 10_000;

  private static final double HOUSE_FAILURES = 100;
  private static final double HOUSE_FORGIVEN_PER_SECOND = 10 / 60.0;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Set<String> known = new LinkedHashSet<>();
  private double houseFailures;
  private Instant houseCounted = Instant.MIN;
  private Instant strangersFrom = Instant.MIN;
  private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

  AttemptLimiter(Clock clock) {
    this.clock = clock;
  }

  /** Returns the time that the address still has to wait; empty if it may try. */
  synchronized Optional<Duration> wait(String address) {
    String network = ClientNetwork.of(address);
    Instant now = clock.instant();
    if (!known.contains(network) && now.isBefore(strangersFrom)) {
      return Optional.of(Duration.between(now, strangersFrom));
    }
    Deque<Instant> recent = failures.get(network);
    if (recent == null) {
      return Optional.empty();
    }
    forgetBefore(recent, now.minus(WINDOW));
    if (recent.isEmpty()) {
      failures.remove(network);
    }
    return recent.size() < MAX_FAILURES
        ? Optional.empty()
        : Optional.of(Duration.between(now, recent.getFirst().plus(WINDOW)));
  }

  /** Remembers that the address has given the right passcode. */
  synchronized void succeeded(String address) {
    String network = ClientNetwork.of(address);
    // The address that was right longest ago makes room.
    known.remove(network);
    if (known.size() >= MAX_ADDRESSES) {
      known.remove(known.iterator().next());
    }
    known.add(network);
  }

  synchronized void failed(String address) {
    String network = ClientNetwork.of(address);
    Deque<Instant> recent = failures.remove(network);
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
    failures.put(network, recent);
    if (!known.contains(network)) {
      countStranger(clock.instant());
    }
  }

  private void countStranger(Instant now) {
    double seconds =
        houseCounted.equals(Instant.MIN)
            ? 0
            : Math.max(0, Duration.between(houseCounted, now).toMillis() / 1000.0);
    houseCounted = now;
    houseFailures = Math.max(0, houseFailures - seconds * HOUSE_FORGIVEN_PER_SECOND) + 1;
    double over = houseFailures - HOUSE_FAILURES;
    if (over > 0) {
      // Doubles with every four failures; the count stays where the longest pause is reached.
      double pause = Math.min(LONGEST_PAUSE.toMillis(), 1000 * Math.pow(2, over / 4));
      houseFailures = Math.min(houseFailures, HOUSE_FAILURES + 24);
      strangersFrom = now.plusMillis((long) pause);
    }
  }

  private static void forgetBefore(Deque<Instant> times, Instant limit) {
    while (!times.isEmpty() && !times.getFirst().isAfter(limit)) {
      times.removeFirst();
    }
  }
}
