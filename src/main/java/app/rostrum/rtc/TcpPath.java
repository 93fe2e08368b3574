package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.ice.StreamAddress;
import app.rostrum.wire.rtp.FrameReader;
import app.rostrum.wire.rtp.RtpException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a {@link MediaPort} as a path of ICE (RFC 6544): packets with their length
 * before them (RFC 4571). What a slow receiver does not take is lost after {@value #WAITING} bytes,
 * as it would be with UDP: old sound is of no use, and nobody else waits. Safe for any thread.
 */
@SuppressWarnings("serial") // Addresses are serializable by inheritance; nobody serializes these.
public final class TcpPath extends StreamAddress {
  /** The bytes that may wait for the system to take them: two packets, or a quarter second. */
  static final int WAITING = 4 * 1024;

  private final MediaPort port;
  private final ByteStream stream;
  private final Runnable admitted;
  private final FrameReader reader = new FrameReader(PacketBuffer.CAPACITY - 1);

  private final Object lock = new Object();
  private final Runnable written = this::onWritten;
  private ByteBuffer writing = ByteBuffer.allocate(FrameReader.PREFIX + PacketBuffer.CAPACITY);
  private @Nullable ByteBuffer waiting;
  private boolean busy;

  private volatile boolean known;
  private volatile boolean closed;

  /**
   * @param admitted runs when the other end has proved by a check that it belongs to a peer
   */
  TcpPath(MediaPort port, ByteStream stream, Runnable admitted) {
    this.port = port;
    this.stream = stream;
    this.admitted = admitted;
  }

  @Override
  public InetSocketAddress remote() {
    return stream.remote();
  }

  /**
   * Takes what has come in. One call at a time. A stranger who sends anything but a good check is
   * cut off, after an answer if it is one to see whether the port is open; and so is anybody who
   * sends what is no packet.
   */
  public void received(ByteBuffer bytes) {
    if (closed) {
      return;
    }
    try {
      reader.read(
          bytes,
          (data, length) -> {
            boolean taken = port.dispatch(data, length, this);
            if (!taken && !known) {
              close();
            }
            return !closed;
          });
    } catch (RtpException e) {
      close();
    }
  }

  /** The other end has proved by a check that it belongs to a peer. */
  void admit() {
    if (!known) {
      known = true;
      admitted.run();
    }
  }

  /** Returns whether {@link #admit} has not been called. */
  public boolean isStranger() {
    return !known;
  }

  boolean isClosed() {
    return closed;
  }

  /** Sends a packet, which the caller may change afterwards; returns false if it is lost. */
  boolean send(ByteBuffer packet) {
    int length = packet.remaining();
    synchronized (lock) {
      if (closed) {
        return false;
      }
      if (busy) {
        ByteBuffer behind = waiting == null ? waiting = ByteBuffer.allocate(WAITING) : waiting;
        if (behind.remaining() < FrameReader.PREFIX + length) {
          return false;
        }
        behind.putShort((short) length).put(packet);
        return true;
      }
      busy = true;
      writing.clear().putShort((short) length).put(packet).flip();
    }
    stream.write(writing, written);
    return true;
  }

  /** Sends a packet to a stranger and ends the connection. To somebody else it does nothing. */
  void sendLast(ByteBuffer packet) {
    if (known) {
      return;
    }
    ByteBuffer last = ByteBuffer.allocate(FrameReader.PREFIX + packet.remaining());
    last.putShort((short) packet.remaining()).put(packet).flip();
    synchronized (lock) {
      if (closed || busy) {
        return;
      }
      busy = true;
    }
    stream.write(last, this::close);
  }

  private void onWritten() {
    ByteBuffer next;
    synchronized (lock) {
      next = waiting;
      if (next == null || next.position() == 0 || closed) {
        busy = false;
        return;
      }
      waiting = writing.capacity() < WAITING ? null : writing.clear();
      writing = next.flip();
    }
    stream.write(next, written);
  }

  /** Ends the connection; does nothing if it has ended. */
  public void close() {
    closed = true;
    stream.close();
    port.forget(this);
  }
}
