package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.ice.IceAgent;
import app.rostrum.threads.Loop;
import app.rostrum.wire.sdp.Candidate;
import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunException;
import app.rostrum.wire.stun.StunMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port that any number of {@link RtcPeer}s share. STUN is routed by the local user name
 * fragment, DTLS and SRTP by the remote address (RFC 7983). So the peers of one port must be
 * connected to different remote ports: a process with many clients of one server opens a port for
 * each. Safe for any thread.
 */
public final class MediaPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaPort.class);
  private static final int SOCKET_BUFFER = 4 << 20;
  private static final int MAX_CANDIDATES = 8;

  /** The most datagrams of virtual threads that wait to be sent. */
  static final int MAX_QUEUED = 1000;

  private record Queued(ByteBuffer datagram, InetSocketAddress to) {}

  // Not blocking: a blocking channel closes when one of its senders is interrupted, and it belongs
  // to all of them.
  private final DatagramChannel channel;
  private final Selector arrivals;
  private final InetSocketAddress bound;
  private final List<Candidate> candidates;
  private final Map<String, IceAgent> byUfrag = new ConcurrentHashMap<>();
  private final Map<Integer, IceAgent> byNumber = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, PacketReceiver> byAddress = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final BlockingQueue<Queued> queued = new LinkedBlockingQueue<>(MAX_QUEUED);

  // The receiving thread's own.
  private final ByteBuffer direct = ByteBuffer.allocateDirect(PacketBuffer.CAPACITY);
  private final PacketBuffer packet = new PacketBuffer();

  private final Loop receiving;
  private volatile boolean closed;

  private MediaPort(
      DatagramChannel channel,
      Selector arrivals,
      InetSocketAddress bound,
      List<Candidate> candidates) {
    this.channel = channel;
    this.arrivals = arrivals;
    this.bound = bound;
    this.candidates = candidates;
    this.receiving = Loop.start("rtc-receive-" + bound.getPort(), this::receive);
  }

  /**
   * Binds a UDP port.
   *
   * @param address port 0 lets the system choose
   * @param advertised the addresses written into candidates; empty for all that reach this host
   */
  public static MediaPort open(InetSocketAddress address, List<InetAddress> advertised)
      throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
    Selector arrivals = null;
    MediaPort port = null;
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      channel.bind(address);
      InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
      List<InetAddress> addresses =
          !advertised.isEmpty()
              ? advertised
              : bound.getAddress().isAnyLocalAddress()
                  ? localAddresses(bound.getAddress() instanceof Inet6Address)
                  : List.of(bound.getAddress());
      channel.configureBlocking(false);
      arrivals = Selector.open();
      channel.register(arrivals, SelectionKey.OP_READ);
      port = new MediaPort(channel, arrivals, bound, candidates(addresses, bound.getPort()));
      return port;
    } finally {
      if (port == null) {
        closeAll(channel, arrivals);
      }
    }
  }

  private static void closeAll(DatagramChannel channel, @Nullable Selector arrivals) {
    try (Selector _ = arrivals) {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a port did not close cleanly", e);
    }
  }

  private static List<InetAddress> localAddresses(boolean six) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkInterface face : NetworkInterface.networkInterfaces().toList()) {
      if (face.isUp()) {
        face.inetAddresses()
            .filter(a -> a instanceof Inet4Address || six)
            .filter(a -> !a.isLinkLocalAddress() && !a.isMulticastAddress())
            .forEach(addresses::add);
      }
    }
    return addresses;
  }

  private static List<Candidate> candidates(List<InetAddress> addresses, int port) {
    List<Candidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses) {
      if (candidates.size() == MAX_CANDIDATES) {
        break;
      }
      int preference = 65535 - candidates.size();
      String text = address.getHostAddress();
      int scope = text.indexOf('%');
      candidates.add(
          new Candidate(
              String.valueOf(candidates.size() + 1),
              1,
              "udp",
              (126L << 24) | ((long) preference << 8) | 255,
              scope < 0 ? text : text.substring(0, scope),
              port,
              "host",
              Optional.empty()));
    }
    return List.copyOf(candidates);
  }

  /**
   * Loads and compiles what the first connection would otherwise wait for (tens of milliseconds):
   * makes the certificate and runs handshakes within the process. Takes about a second of CPU time
   * in the calling thread.
   */
  public static void warmUp() {
    WarmUp.run();
  }

  public int port() {
    return bound.getPort();
  }

  /** Returns the number of datagrams that were malformed, not authentic or from a stranger. */
  public long packetsDropped() {
    return dropped.sum();
  }

  /** Returns the number of datagrams that the system refused to send. */
  public long packetsUnsent() {
    return unsent.sum();
  }

  List<Candidate> candidates() {
    return candidates;
  }

  int nextAgentNumber() {
    return numbers.incrementAndGet();
  }

  void register(IceAgent agent) {
    byUfrag.put(agent.local().ufrag(), agent);
    byNumber.put(agent.number(), agent);
  }

  void unregister(IceAgent agent) {
    byUfrag.remove(agent.local().ufrag());
    byNumber.remove(agent.number());
  }

  void route(InetSocketAddress address, PacketReceiver receiver) {
    byAddress.put(address, receiver);
  }

  void unroute(InetSocketAddress address, PacketReceiver receiver) {
    byAddress.remove(address, receiver);
  }

  /**
   * Sends a datagram, which the caller may change afterwards; one that the system refuses is
   * counted and lost. Platform threads send by themselves. For virtual threads the receiving thread
   * does it: the socket has one lock for all who send, and a virtual thread may lose the processor
   * while it has that lock, because the threads that carry it yield to sound ({@link
   * app.rostrum.threads.RightOfWay}). All sound would wait for it.
   */
  void send(ByteBuffer datagram, InetSocketAddress to) {
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

  private void sendNow(ByteBuffer datagram, InetSocketAddress to) {
    try {
      if (channel.send(datagram, to) == 0) {
        unsent.increment();
      }
    } catch (IOException | RuntimeException e) {
      // An unreachable network or a port that was just closed looks like loss further on; the
      // consent checks tell whether it lasts.
      unsent.increment();
      LOG.trace("not sent to {}", to, e);
    }
  }

  /** Sends what is queued and takes one datagram, or waits until there is one. */
  private void receive() throws InterruptedException {
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
        taken = length > 0 && length < PacketBuffer.CAPACITY && dispatch(length, from);
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

  /** Sorts by the first byte (RFC 7983, section 7). */
  private boolean dispatch(int length, InetSocketAddress from) {
    direct.get(packet.getBuffer(), 0, length);
    packet.reset(length);
    int first = packet.getBuffer()[0] & 0xFF;
    if (first < 4) {
      return stun(from);
    }
    PacketReceiver receiver = byAddress.get(from);
    if (receiver == null) {
      return false;
    }
    if (first >= 128 && first < 192) {
      return receiver.onMedia(packet);
    }
    return first >= 20 && first < 64 && receiver.onDtls(packet);
  }

  private boolean stun(InetSocketAddress from) {
    StunMessage message;
    try {
      message = StunMessage.parse(packet.getBuffer(), 0, packet.getLength());
    } catch (StunException e) {
      return false;
    }
    IceAgent agent = agentOf(message);
    return agent != null
        && agent.onStun(
            message, packet.getBuffer(), 0, packet.getLength(), from, System.nanoTime());
  }

  private @Nullable IceAgent agentOf(StunMessage message) {
    return switch (message.kind()) {
      case REQUEST -> {
        String username =
            message
                .attribute(StunAttribute.Username.class)
                .map(StunAttribute.Username::value)
                .orElse("");
        int colon = username.indexOf(':');
        yield colon < 0 ? null : byUfrag.get(username.substring(0, colon));
      }
      case SUCCESS, ERROR -> byNumber.get(ByteBuffer.wrap(message.transactionId()).getInt());
      case INDICATION -> null;
    };
  }

  @Override
  public void close() {
    closed = true;
    sendQueued();
    receiving.close();
    closeAll(channel, arrivals);
    LOG.debug(
        "port {} closed: {} datagrams dropped, {} not sent",
        bound.getPort(),
        packetsDropped(),
        packetsUnsent());
  }
}
