package app.rostrum.rtc.data;

import app.rostrum.rtc.RtcPeer;
import java.util.Optional;

/**
 * A channel for messages between two ends of an {@link RtcPeer}, over SCTP (RFC 8831, 8832). Safe
 * for any thread; no method blocks.
 */
public interface TransportChannel {
  /** The state of a channel, in the W3C's terms. */
  enum State {
    CONNECTING,
    OPEN,
    CLOSING,
    CLOSED
  }

  /**
   * Rules of delivery. At most one of the two limits may be given; with neither, every message
   * arrives.
   *
   * @param label at most 65,535 bytes in UTF-8
   * @param maxRetransmits the number of times that a message is sent again at most
   * @param maxPacketLifeTimeMillis the time for which a message is sent again at most
   */
  record Options(
      String label,
      boolean ordered,
      Optional<Integer> maxRetransmits,
      Optional<Integer> maxPacketLifeTimeMillis) {
    /** Returns options by which every message arrives, in order. */
    public static Options reliable(String label) {
      return new Options(label, true, Optional.empty(), Optional.empty());
    }
  }

  /** Listens to a channel. Calls come one at a time and in order, and must return at once. */
  interface Listener {
    default void onState(State state) {}

    /**
     * @param binary false for a text in UTF-8
     */
    void onMessage(byte[] data, boolean binary);
  }

  Options options();

  State state();

  /** Sets the listener. Earlier messages are kept for it, within limits. */
  void listen(Listener listener);

  /**
   * Queues a message; one sent before the channel is open goes out when it opens.
   *
   * @return false if it was refused: too large for the other end, too much waiting already, or the
   *     channel is closing
   */
  boolean send(byte[] data, boolean binary);

  /** Returns the bytes of messages that wait to be sent or acknowledged. */
  long bufferedAmount();

  /** Closes the channel after the messages that wait have been sent. */
  void close();
}
