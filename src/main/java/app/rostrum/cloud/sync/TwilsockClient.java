package app.rostrum.cloud.sync;

/** An authenticated connection, as products see it. */
public interface TwilsockClient {
  /** Unique for each connection. */
  String id();

  String identity();

  /** Sends an encoded frame without waiting. */
  void send(byte[] frame);
}
