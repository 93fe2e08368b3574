package app.rostrum.media;

import java.util.Optional;

/** A data channel of a {@link PeerConnection}. Safe for any thread; no method blocks. */
public interface DataChannel {
  /** Rules of delivery. At most one of the limits is given; with neither, every message arrives. */
  record Options(
      boolean ordered,
      Optional<Integer> maxRetransmits,
      Optional<Integer> maxPacketLifeTimeMillis) {
    /** Delivery of every message, in order. */
    public static final Options RELIABLE = new Options(true, Optional.empty(), Optional.empty());
  }

  /** Listens to a channel. Calls come one at a time and in order, and must return at once. */
  interface Listener {
    void onOpen();

    /**
     * @param binary false for a text in UTF-8
     */
    void onMessage(byte[] data, boolean binary);

    /** The channel is closed; the last call. */
    void onClosed();
  }

  String label();

  /** Sets the listener, which is given earlier messages first. */
  void listen(Listener listener);

  /**
   * Queues a message, even before the channel is open.
   *
   * @return false if it was refused: too large, too much waiting, or closed
   */
  boolean send(byte[] data, boolean binary);

  void close();
}
