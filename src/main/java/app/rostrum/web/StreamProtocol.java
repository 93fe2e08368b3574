package app.rostrum.web;

import java.nio.ByteBuffer;

/** A protocol beside HTTP on the port of a {@link WebServer}, told by a connection's first byte. */
public interface StreamProtocol {
  /** Takes what comes in by one connection; one call at a time, on a thread that must not block. */
  interface Receiver {
    /** Takes bytes, which are good until this returns. */
    void onBytes(ByteBuffer bytes);

    /** The connection has ended, from whichever side. */
    void onClosed();
  }

  /** Returns whether a connection that begins with this byte speaks the protocol. */
  boolean begins(int first);

  /** Takes a connection over, before its first bytes are received. */
  Receiver open(StreamConnection connection);
}
