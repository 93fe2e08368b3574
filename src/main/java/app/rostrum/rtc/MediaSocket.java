package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.threads.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket with a thread that receives. Several can share a port, so that threads which send
 * need not wait for each other; the system then gives all datagrams from one address to the same
 * socket. Safe for any thread.
 */
final class MediaSocket implements AutoCloseable {
  /** Takes what is received. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes a datagram, which is good until this returns. Called on the socket's thread.
     *
     * @return false if nobody wanted it
     */
    boolean onDatagram(PacketBuffer datagram, InetSocketAddress from);
  }

  /** The most datagrams of virtual threads that wait to be sent. */
  static final int MAX_QUEUED = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(MediaSocket.class);
  private static final int SOCKET_BUFFER = 4 << 20;

  private record Queued(ByteBuffer datagram, SocketAddress to) {}

  // Not blocking: a blocking channel closes when one of its senders is interrupted, and it belongs
  // to all of them.
  private final DatagramChannel channel;
  private final Selector arrivals;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final BlockingQueue<Queued> queued = new LinkedBlockingQueue<>(MAX_QUEUED);

  // The receiving thread's own.
  private final ByteBuffer direct = ByteBuffer.allocateDirect(PacketBuffer.CAPACITY);
  private final PacketBuffer packet = new PacketBuffer();

  private @Nullable Loop receiving;
  private volatile boolean closed;

  private MediaSocket(DatagramChannel channel, Selector arrivals) {
    this.channel = channel;
    this.arrivals = arrivals;
  }

  /**
   * Binds a socket; it receives nothing before it is {@link #start started}.
   *
   * @param address port 0 lets the system choose
   * @param shared whether sockets of this user that are opened so, too, can have the same port;
   *     only where {@link #canShare}
   */
  static MediaSocket open(InetSocketAddress address, boolean shared) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    Selector arrivals = null;
    MediaSocket socket = null;
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      if (shared) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address);
      channel.configureBlocking(false);
      arrivals = Selector.open();
      channel.register(arrivals, SelectionKey.OP_READ);
      socket = new MediaSocket(channel, arrivals);
      return socket;
    } finally {
      if (socket == null) {
        closeAll(channel, arrivals);
      }
    }
  }

  /** Returns whether sockets can share a port so that datagrams are divided among them. */
  static boolean canShare() {
    // Elsewhere the option means something else, or is unknown.
    return System.getProperty("os.name").equals("Linux");
  }

  private static void closeAll(DatagramChannel channel, @Nullable Selector arrivals) {
    try (Selector _ = arrivals) {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a socket did not close cleanly", e);
    }
  }

  /** Begins to receive. */
  void start(String name, Receiver receiver) {
    receiving = Loop.start(name, () -> receive(receiver));
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** Returns the number of datagrams that nobody wanted. */
  long dropped() {
    return dropped.sum();
  }

  /** Returns the number of datagrams that the system refused to send. */
  long unsent() {
    return unsent.sum();
  }

  /**
   * Sends a datagram, or a packet to who is connected by TCP; the caller may change it afterwards;
   * one that the system refuses is counted and lost. Platform threads send by themselves. For
   * virtual threads the receiving thread does it: the socket has one lock for all who send, and a
   * virtual thread may lose the processor while it has that lock, because the threads that carry it
   * yield to sound ({@link app.rostrum.threads.RightOfWay}). All sound would wait for it.
   */
  void send(ByteBuffer datagram, SocketAddress to) {
    if (Thread.currentThread().isVirtual()) {
      ByteBuffer copy = ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
      if (!queued.offer(new Queued(copy, to))) {
        unsent.increment();
      }
      arrivals.wakeup();
    } else {
      sendNow(datagram, to);
    }
  }

  /** Returns when everything queued has left, what another thread took out of the queue as well. */
  private synchronized void sendQueued() {
    for (Queued next = queued.poll(); next != null; next = queued.poll()) {
      sendNow(next.datagram(), next.to());
    }
  }

  private void sendNow(ByteBuffer datagram, SocketAddress to) {
    try {
      boolean taken =
          to instanceof TcpPath path ? path.send(datagram) : channel.send(datagram, to) > 0;
      if (!taken) {
        unsent.increment();
      }
    } catch (IOException | RuntimeException e) {
      // An unreachable network or a socket that was just closed looks like loss further on; the
      // consent checks tell whether it lasts.
      unsent.increment();
      LOG.trace("not sent to {}", to, e);
    }
  }

  /** Sends what is queued and takes one datagram, or waits until there is one. */
  private void receive(Receiver receiver) throws InterruptedException {
    if (!queued.isEmpty()) {
      sendQueued();
    }
    try {
      direct.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(direct);
      if (from == null) {
        awaitArrival();
        return;
      }
      direct.flip();
      int length = direct.remaining();
      boolean taken = false;
      try {
        if (length > 0 && length < PacketBuffer.CAPACITY) {
          direct.get(packet.getBuffer(), 0, length);
          taken = receiver.onDatagram(packet.reset(length), from);
        }
      } finally {
        if (!taken) {
          dropped.increment();
        }
      }
    } catch (ClosedChannelException | ClosedSelectorException e) {
      if (!closed) {
        throw new IllegalStateException("the socket has closed by itself", e);
      }
    } catch (RuntimeException e) {
      // Malformed datagrams are no news; an Error reaches the log through the loop.
      LOG.debug("datagram dropped", e);
    } catch (IOException e) {
      // The socket itself fails: the loop logs that, and slows down if it goes on.
      throw new UncheckedIOException(e);
    }
  }

  private void awaitArrival() throws IOException, InterruptedException {
    arrivals.select();
    arrivals.selectedKeys().clear();
    if (Thread.interrupted()) {
      // With the flag still set, the next selection would return at once.
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    closed = true;
    sendQueued();
    if (receiving != null) {
      receiving.close();
    }
    closeAll(channel, arrivals);
  }
}
