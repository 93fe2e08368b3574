package app.rostrum.cloud.twilsock;

/** An authenticated client's connection, as products see it. Thread-safe. */
public interface Connection {
  /** Returns the connection's SID, which no other connection has. */
  String id();

  /** Returns the identity that the client's token names. */
  String identity();

  /**
   * Sends an encoded frame without waiting. If that fails, the connection is dropped and {@link
   * TwilsockService#disconnected} may be called before this method returns.
   */
  void send(byte[] frame);
}
