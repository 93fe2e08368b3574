package app.rostrum.web;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A connection of a {@link StreamProtocol}. Safe for any thread. */
public interface StreamConnection {
  /** Returns the address of the other end. */
  InetSocketAddress remote();

  /**
   * Writes at once what the system takes, and the rest when it takes more; does not block. One
   * write at a time.
   *
   * @param data belongs to the connection until {@code done} runs
   * @param done runs when all is written or the connection has failed, in the calling thread or on
   *     one that must not block
   */
  void write(ByteBuffer data, Runnable done);

  /** Limits what the system keeps for a receiver who is slow, in bytes. */
  void limitSending(int bytes);

  /** Runs a task later, which must not block; whether the connection is open by then or not. */
  void after(Duration delay, Runnable task);

  /** Closes it; does nothing if it is closed. */
  void close();
}
