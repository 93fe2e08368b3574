package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.TokenBucket;
import app.rostrum.web.ClientNetwork;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts failed authentications by address, in IPv6 by /64 network: 30 at once, then one every two
 * seconds. Beyond 10,000 addresses with recent failures no more are counted. Thread-safe.
 */
final class FailureThrottle {
  private static final int BURST = 30;
  private static final double PER_SECOND = 0.5;
  private static final int MAX_ADDRESSES = 10_000;

  private final Clock clock;
  private final Map<String, TokenBucket> failures = new HashMap<>();

  FailureThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Returns whether this address has failed to authenticate too often lately. */
  synchronized boolean isThrottled(String address) {
    TokenBucket bucket = failures.get(ClientNetwork.of(address));
    return bucket != null && bucket.isEmpty();
  }

  synchronized void noteFailure(String address) {
    if (failures.size() >= MAX_ADDRESSES) {
      failures.values().removeIf(TokenBucket::isFull);
    }
    if (failures.size() < MAX_ADDRESSES) {
      var unused =
          failures
              .computeIfAbsent(
                  ClientNetwork.of(address), a -> new TokenBucket(clock, PER_SECOND, BURST))
              .take();
    }
  }
}
