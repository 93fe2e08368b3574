package app.rostrum.media;

import java.util.Optional;

/** A data channel of a {@link PeerConnection}. Safe for any thread; no method blocks. */
public interface DataChannel {
  /**
   * How messages are delivered; at most one of the limits is given, with neither every message
   * arrives.
   */
  record Options(
      boolean ordered,
      Optional<Integer> maxRetransmits,
      Optional<Integer> maxPacketLifeTimeMillis) {
    /** Every message arrives, in order. */
    public static final Options RELIABLE = new Options(true, Optional.empty(), Optional.empty());
  }

  /** Hears a channel, one call at a time and in order: hand over and return. */
  interface Listener {
    void onOpen();

    /**
     * @param binary false for a text in UTF-8
     */
    void onMessage(byte[] data, boolean binary);

    /** The last call. */
    void onClosed();
  }

  String label();

  /** What came before there is a listener is given to it first. */
  void listen(Listener listener);

  /**
   * Queues a message, also before the channel is open.
   *
   * @return false if it was not taken: too large, too much waiting, or closed
   */
  boolean send(byte[] data, boolean binary);

  void close();
}
