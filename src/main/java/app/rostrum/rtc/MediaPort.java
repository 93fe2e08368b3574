package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.ice.BindingAnswers;
import app.rostrum.rtc.ice.IceAgent;
import app.rostrum.wire.sdp.Candidate;
import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunException;
import app.rostrum.wire.stun.StunMessage;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port, and the TCP connections that others accept at the same number, that any number of
 * {@link RtcPeer}s share. STUN is routed by the local user name fragment, DTLS and SRTP by the
 * remote address (RFC 7983). So the peers of one port must be connected to different remote ports:
 * a process with many clients of one server opens a port for each. Safe for any thread.
 */
public final class MediaPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaPort.class);

  private final List<MediaSocket> sockets;
  private final InetSocketAddress bound;
  private final Supplier<List<InetAddress>> advertised;
  private volatile Advertised last = new Advertised(List.of(), List.of());
  private final Map<String, IceAgent> byUfrag = new ConcurrentHashMap<>();
  private final Map<Integer, IceAgent> byNumber = new ConcurrentHashMap<>();
  private final Map<SocketAddress, PacketReceiver> byAddress = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /** Held while a datagram is handled. */
  private final Object handling = new Object();

  /** The packet of a TCP connection that is handled. */
  private final PacketBuffer streamed = new PacketBuffer();

  private volatile boolean tcp;
  private volatile @Nullable BindingAnswers toStrangers;

  private record Advertised(List<InetAddress> addresses, List<Candidate> candidates) {}

  private MediaPort(
      List<MediaSocket> sockets, InetSocketAddress bound, Supplier<List<InetAddress>> advertised) {
    this.sockets = List.copyOf(sockets);
    this.bound = bound;
    this.advertised = advertised;
    for (MediaSocket socket : this.sockets) {
      socket.start("rtc-receive-" + bound.getPort(), this::dispatch);
    }
  }

  /**
   * Binds a UDP port with one socket.
   *
   * @param address port 0 lets the system choose
   * @param advertised the addresses written into candidates; empty for all that reach this host
   */
  public static MediaPort open(InetSocketAddress address, List<InetAddress> advertised)
      throws IOException {
    return open(address, advertised, 1);
  }

  /**
   * Binds a UDP port.
   *
   * @param address port 0 lets the system choose
   * @param advertised the addresses written into candidates; empty for all that reach this host
   * @param sockets the number of threads that send much at a time; each gets a socket of its own
   *     where the system can do that (Linux)
   */
  public static MediaPort open(InetSocketAddress address, List<InetAddress> advertised, int sockets)
      throws IOException {
    return open(address, () -> advertised, sockets);
  }

  /**
   * Binds a UDP port of a machine whose addresses may change.
   *
   * @param address port 0 lets the system choose
   * @param advertised the addresses written into candidates, the likeliest first, read for each
   *     connection; if there is none, all that reach this host when the port is bound
   * @param sockets the number of threads that send much at a time; each gets a socket of its own
   *     where the system can do that (Linux)
   */
  public static MediaPort open(
      InetSocketAddress address, Supplier<List<InetAddress>> advertised, int sockets)
      throws IOException {
    boolean shared = sockets > 1 && MediaSocket.canShare();
    var opened = new ArrayList<MediaSocket>();
    MediaPort port = null;
    try {
      if (shared && address.getPort() != 0) {
        // A shared port would be shared with another process of this user, too.
        MediaSocket.open(address, false).close();
      }
      opened.add(MediaSocket.open(address, shared));
      InetSocketAddress bound = opened.getFirst().address();
      while (shared && opened.size() < sockets) {
        opened.add(MediaSocket.open(bound, true));
      }
      List<InetAddress> own =
          bound.getAddress().isAnyLocalAddress()
              ? localAddresses(bound.getAddress() instanceof Inet6Address)
              : List.of(bound.getAddress());
      var opening =
          new MediaPort(
              opened,
              bound,
              () -> {
                List<InetAddress> named = advertised.get();
                return named.isEmpty() ? own : named;
              });
      opening.candidates(); // Addresses that cannot be used are an error of opening.
      port = opening;
      return port;
    } finally {
      if (port == null) {
        opened.forEach(MediaSocket::close);
      }
    }
  }

  /** Returns the address to bind to for all that reach this host: of IPv6, too, if it has that. */
  public static InetAddress everywhere() {
    try {
      DatagramChannel.open(StandardProtocolFamily.INET6).close();
      return InetAddress.ofLiteral("::");
    } catch (IOException | UnsupportedOperationException e) {
      return InetAddress.ofLiteral("0.0.0.0");
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
    return sockets.stream().mapToLong(MediaSocket::dropped).sum();
  }

  /** Returns the number of datagrams that the system refused to send. */
  public long packetsUnsent() {
    return sockets.stream().mapToLong(MediaSocket::unsent).sum();
  }

  List<Candidate> candidates() {
    List<InetAddress> now = advertised.get();
    Advertised known = last;
    if (!known.addresses().equals(now)) {
      known = new Advertised(List.copyOf(now), HostCandidates.of(now, bound.getPort(), tcp));
      last = known;
    }
    return known.candidates();
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

  void route(SocketAddress address, PacketReceiver receiver) {
    byAddress.put(address, receiver);
    if (address instanceof TcpPath path) {
      path.admit();
      if (path.isClosed()) {
        byAddress.remove(address, receiver);
      }
    }
  }

  void unroute(SocketAddress address, PacketReceiver receiver) {
    if (byAddress.remove(address, receiver) && address instanceof TcpPath path) {
      path.close();
    }
  }

  /** Forgets a connection that has ended. */
  void forget(TcpPath path) {
    byAddress.remove(path);
  }

  /**
   * Names the same number as a TCP port in candidates, too, because somebody accepts connections
   * there and {@link #join joins} them. To be called before the first connection.
   */
  public void offerTcp() {
    tcp = true;
    last = new Advertised(List.of(), List.of());
  }

  /**
   * Lets strangers see that the port is open, by a plain STUN request ({@link BindingAnswers}). To
   * be called before there are any.
   */
  public void answerStrangers() {
    toStrangers = new BindingAnswers(System.nanoTime());
  }

  /**
   * Takes part in a TCP connection. Who does not prove soon to belong to a peer has to be cut off
   * by the caller.
   *
   * @param admitted runs when the other end has proved by a check that it belongs to a peer
   */
  public TcpPath join(ByteStream stream, Runnable admitted) {
    return new TcpPath(this, stream, admitted);
  }

  /** Sends a datagram as {@link MediaSocket#send} does. */
  void send(ByteBuffer datagram, SocketAddress to) {
    send(datagram, to, 0);
  }

  /**
   * Sends a datagram as {@link MediaSocket#send} does.
   *
   * @param lane the number of a thread that sends much at a time
   */
  void send(ByteBuffer datagram, SocketAddress to, int lane) {
    socket(lane).send(datagram, to);
  }

  /** Returns the socket of a thread that sends much at a time. */
  MediaSocket socket(int lane) {
    return sockets.get(Math.floorMod(lane, sockets.size()));
  }

  /**
   * Hands a datagram to its peer, one at a time whichever socket it came by: a peer may move from
   * one address to another, and need not expect two receiving threads.
   */
  private boolean dispatch(PacketBuffer packet, SocketAddress from) {
    synchronized (handling) {
      return sort(packet, from);
    }
  }

  /** Hands a packet that came by TCP to its peer, as a datagram; false if nobody wanted it. */
  boolean dispatch(byte[] data, int length, TcpPath from) {
    synchronized (handling) {
      System.arraycopy(data, 0, streamed.getBuffer(), 0, length);
      return sort(streamed.reset(length), from);
    }
  }

  /** Sorts by the first byte (RFC 7983, section 7). */
  private boolean sort(PacketBuffer packet, SocketAddress from) {
    int first = packet.getBuffer()[0] & 0xFF;
    if (first < 4) {
      return stun(packet, from);
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

  private boolean stun(PacketBuffer packet, SocketAddress from) {
    StunMessage message;
    try {
      message = StunMessage.parse(packet.getBuffer(), 0, packet.getLength());
    } catch (StunException e) {
      return false;
    }
    IceAgent agent = agentOf(message);
    return agent == null
        ? answerStranger(message, packet.getLength(), from)
        : agent.onStun(message, packet.getBuffer(), 0, packet.getLength(), from, System.nanoTime());
  }

  private boolean answerStranger(StunMessage message, int length, SocketAddress from) {
    BindingAnswers answers = toStrangers;
    if (answers == null) {
      return false;
    }
    Optional<byte[]> answer = answers.to(message, length, from, System.nanoTime());
    answer
        .map(ByteBuffer::wrap)
        .ifPresent(
            bytes -> {
              if (from instanceof TcpPath path) {
                path.sendLast(bytes);
              } else {
                send(bytes, from);
              }
            });
    return answer.isPresent();
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
    sockets.forEach(MediaSocket::close);
    LOG.debug(
        "port {} closed: {} datagrams dropped, {} not sent",
        bound.getPort(),
        packetsDropped(),
        packetsUnsent());
  }
}
