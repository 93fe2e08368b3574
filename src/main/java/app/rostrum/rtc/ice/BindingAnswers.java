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
 * of them, for each network and in all; only requests are answered, and only by responses, so that
 * two such ports cannot keep each other busy. Nothing is told but the address that the request came
 * from. Not thread-safe.
 */
public final class BindingAnswers {
  /** The shortest request that is answered, in bytes: as long as the longest answer. */
  public static final int SHORTEST_REQUEST = 52;

  static final long WINDOW = 10_000_000_000L;
  static final int OF_NETWORK = 20;
  static final int OF_ALL = 500;

  /** The answers of this window by network; no more entries than answers. */
  private final Map<ByteBuffer, Integer> answered = new HashMap<>();

  private long windowStart;
  private int all;

  /** Creates a port's answers. */
  public BindingAnswers(long now) {
    windowStart = now;
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
      answered.clear();
      all = 0;
    }
    if (all == OF_ALL) {
      return false;
    }
    // A proxy may stand at loopback for everybody.
    if (!address.isLoopbackAddress()) {
      ByteBuffer network = network(address);
      int count = answered.getOrDefault(network, 0);
      if (count == OF_NETWORK) {
        return false;
      }
      answered.put(network, count + 1);
    }
    all++;
    return true;
  }

  /** Returns an IPv4 address, or the /64 network of an IPv6 one: a household has all of it. */
  private static ByteBuffer network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, Long.BYTES));
  }
}
