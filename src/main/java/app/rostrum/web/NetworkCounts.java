package app.rostrum.web;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what the networks of clients occupy. Loopback is not counted: a proxy may stand there for
 * everybody. Thread-safe.
 */
final class NetworkCounts {
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  /** Adds to the count of an address's network; returns false if that would exceed the maximum. */
  boolean add(String address, int more, int maximum) {
    if (isLoopback(address)) {
      return true;
    }
    var added = new boolean[1];
    counts.compute(
        ClientNetwork.of(address),
        (network, known) -> {
          int count = known == null ? 0 : known;
          added[0] = count + more <= maximum;
          return added[0] ? Integer.valueOf(count + more) : known;
        });
    return added[0];
  }

  void remove(String address, int less) {
    if (!isLoopback(address)) {
      counts.computeIfPresent(
          ClientNetwork.of(address), (n, count) -> count <= less ? null : count - less);
    }
  }

  int of(String address) {
    return counts.getOrDefault(ClientNetwork.of(address), 0);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
