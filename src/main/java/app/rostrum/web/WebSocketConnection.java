package app.rostrum.web;

/**
 * The sending end of a WebSocket. Safe for use by several threads; messages leave in the order of
 * the calls. A peer that lets more than a few megabytes wait is closed with 1013 ("try again
 * later").
 */
public interface WebSocketConnection {
  void sendText(String message);

  void sendBinary(byte[] message);

  /** Closes the connection after the messages sent before. Does nothing if it is closed already. */
  void close(int code, String reason);

  /** Drops the connection without a close frame, as a lost network would. */
  void abort();

  /** Changes the largest message that is taken, in bytes; a larger one closes with 1009. */
  default void allowMessages(int bytes) {}

  /** Returns the textual IP address of the client. */
  String remoteAddress();
}
