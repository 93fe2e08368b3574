package app.rostrum.rtc.ice;

import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers to plain binding requests (RFC 8489), by which anybody can see that a port is open. The
 * sender's address may be forged, so an answer is never longer than its request and there are few
 * of them: for a network, for a provider's range, and in all, at a steady rate that no flood uses
 * up for longer than it lasts. Only requests are answered, and only by responses, so that two such
 * ports cannot keep each other busy. Nothing is told but the address that the request came from.
 * Not thread-safe.
 */
public final class BindingAnswers {
  /** The shortest request that is answered, in bytes: as long as the longest answer. */
  public static final int SHORTEST_REQUEST = 52;

  static final long WINDOW = 10_000_000_000L;
  static final int OF_NETWORK = 20;
  static final int OF_RANGE = 100;

  /** The answers that have been saved up after a quiet time, and the time in which one is. */
  static final int SAVED = 500;

  static final long EACH = 20_000_000L;

  private static final int NETWORK_BYTES = 8;
  private static final int RANGE_SHARE = 2;

  // The answers of this window; no more entries than answers.
  private final Map<ByteBuffer, Integer> ofNetworks = new HashMap<>();
  private final Map<ByteBuffer, Integer> ofRanges = new HashMap<>();

  private long windowStart;

  /** The time at which all will have been saved up again, in nanoseconds. */
  private long full;

  /** Creates a port's answers. */
  public BindingAnswers(long now) {
    windowStart = now;
    full = now;
  }

  /**
   * Returns the answer to a message; empty if there is none.
   *
   * @param length the bytes that have come
   * @param now in nanoseconds, of the origin of the constructor's
   */
  public Optional<byte[]> to(StunMessage message, int length, SocketAddress from, long now) {
    if (message.kind() != StunMessage.Kind.REQUEST
        || length < SHORTEST_REQUEST
        || !message.attributes().stream().allMatch(BindingAnswers::canBePassedOver)
        || !mayAnswer(StreamAddress.numbers(from).getAddress(), now)) {
      return Optional.empty();
    }
    var answer =
        new StunMessage(
            StunMessage.Kind.SUCCESS, message.transactionId(), List.of(StreamAddress.mapped(from)));
    return Optional.of(answer.write(null));
  }

  /** Checks of ICE have other attributes, and are answered by their agent or not at all. */
  private static boolean canBePassedOver(StunAttribute attribute) {
    return attribute instanceof StunAttribute.Other other && !other.comprehensionRequired();
  }

  private boolean mayAnswer(InetAddress address, long now) {
    if (now - windowStart >= WINDOW) {
      windowStart = now;
      ofNetworks.clear();
      ofRanges.clear();
    }
    if (full - now > (SAVED - 1) * EACH) {
      return false;
    }
    // A proxy may stand at loopback for everybody.
    if (!address.isLoopbackAddress()) {
      byte[] bytes = address.getAddress();
      // An IPv4 address or a /64 network of IPv6, of which a household has all; /16 and /32.
      ByteBuffer network = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
      ByteBuffer range = ByteBuffer.wrap(bytes, 0, network.remaining() / RANGE_SHARE);
      if (ofNetworks.getOrDefault(network, 0) == OF_NETWORK
          || ofRanges.getOrDefault(range, 0) == OF_RANGE) {
        return false;
      }
      ofNetworks.merge(network, 1, Integer::sum);
      ofRanges.merge(range, 1, Integer::sum);
    }
    full = (full - now > 0 ? full : now) + EACH;
    return true;
  }
}
