package app.rostrum.rtc;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A TCP connection that somebody else has accepted and reads. Safe for any thread. */
public interface ByteStream {
  /** Returns the address of the other end. */
  InetSocketAddress remote();

  /**
   * Writes at once what the system takes, and the rest later; does not block. One write at a time.
   *
   * @param data belongs to the stream until {@code done} runs
   * @param done runs when all is written or the connection has failed, in the calling thread or on
   *     one that carries sound
   */
  void write(ByteBuffer data, Runnable done);

  /** Closes it; does nothing if it is closed. */
  void close();
}
