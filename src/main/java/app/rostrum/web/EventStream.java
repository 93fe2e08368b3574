package app.rostrum.web;

/** The sending end of a server-sent event stream. Safe for use by several threads. */
public interface EventStream {
  /**
   * Sends one event without waiting for the peer.
   *
   * @param name the event's type
   * @param data one or more lines
   * @return false if the peer is gone or too slow; the stream is closed then
   */
  boolean send(String name, String data);

  /** Calls back once when the stream ends for whatever reason; at once if it has ended. */
  void onClose(Runnable action);

  /** Ends the stream after what was sent before. */
  void close();
}
