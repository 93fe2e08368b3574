package app.rostrum.rtc;

import app.rostrum.rtc.dtls.DtlsIdentity;
import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import app.rostrum.rtc.ice.IceAgent;
import app.rostrum.rtc.ice.IceCredentials;
import app.rostrum.threads.Timers;
import app.rostrum.wire.rtp.RtpException;
import app.rostrum.wire.rtp.RtpHeader;
import app.rostrum.wire.sdp.Candidate;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The bundled transport carries everything of one connection over one path, which ICE finds and the
 * keys of one DTLS association protect.
 *
 * <p>Lock order: this object's before that of the ICE generations.
 */
final class Transport implements PacketReceiver {
  /** Takes what the transport receives; called on the receiving, a timer or the DTLS thread. */
  interface Owner {
    /** One of {@link #isClosed}, {@link #hasFailed}, {@link #health} may have changed. */
    void onChange();

    /** A decrypted RTP packet, in a buffer that is reused after the call; false if dropped. */
    boolean onRtp(byte[] data, int offset, int length);

    /** A decrypted RTCP packet, as {@link #onRtp}. */
    boolean onRtcp(byte[] data, int offset, int length);

    /** {@link Transport#sendData} works from now on. */
    void onDataReady();

    /** An SCTP packet, in a buffer that is reused after the call. */
    void onData(byte[] data, int length);
  }

  private static final int MAX_ADDRESSES = 16;

  /** The time that UDP, which sounds better, has before TCP is tried. */
  private static final Duration TCP_AFTER = Duration.ofSeconds(1);

  private static final Timers TIMERS = Timers.create("rtc-tcp");

  private final MediaPort port;
  private final boolean lite;
  private final ActiveTcp tcp;
  private final DtlsIdentity identity;
  private final Owner owner;

  private final PacketOutput output;
  private final LongAdder dropped = new LongAdder();

  private final IceGenerations ice;
  private final Set<SocketAddress> addresses = new LinkedHashSet<>();
  private DtlsSession.@Nullable Side side;
  private @Nullable String remoteFingerprint;
  private boolean failed;
  private boolean closed;
  private boolean closedByPeer;
  private volatile @Nullable DtlsSession dtls;

  Transport(MediaPort port, boolean lite, DtlsIdentity identity, Owner owner) {
    this.port = port;
    this.lite = lite;
    this.tcp = new ActiveTcp(port);
    this.identity = identity;
    this.owner = owner;
    this.output = new PacketOutput(port);
    this.ice = new IceGenerations(port, lite, output, new IceEvents());
  }

  // --- Negotiation ---

  /** Returns what finds the path of this transport. */
  IceGenerations ice() {
    return ice;
  }

  synchronized Optional<String> remoteFingerprint() {
    return Optional.ofNullable(remoteFingerprint);
  }

  synchronized Optional<DtlsSession.Side> side() {
    return Optional.ofNullable(side);
  }

  /** Applies the other end's parameters after an exchange; unchanged ones have no effect. */
  void connect(
      IceCredentials remoteCredentials,
      String fingerprint,
      DtlsSession.Side dtlsSide,
      boolean controlling) {
    long now = System.nanoTime();
    synchronized (this) {
      remoteFingerprint = fingerprint;
      side = dtlsSide;
      ice.start(remoteCredentials, controlling, now);
      startDtlsIfActive();
    }
    owner.onChange();
  }

  void connectCandidates(Iterable<Candidate> candidates) {
    candidates.forEach(this::addCandidate);
  }

  void addCandidate(Candidate candidate) {
    if (candidate.component() != 1 || candidate.port() == 0) {
      return;
    }
    Optional<InetSocketAddress> address =
        IceAgent.literal(candidate.address())
            .map(literal -> new InetSocketAddress(literal, candidate.port()));
    if (candidate.transport().equals("udp")) {
      address.ifPresent(to -> ice.addRemote(to, candidate.priority(), System.nanoTime()));
    } else if (!lite && candidate.tcpType().equals(Optional.of("passive"))) {
      address.ifPresent(to -> TIMERS.after(TCP_AFTER, () -> connect(to, candidate.priority())));
    }
  }

  private void connect(InetSocketAddress to, long priority) {
    if (!ice.health(System.nanoTime()).equals(Optional.of(IceAgent.Health.CONNECTED))) {
      tcp.connect(to, path -> ice.addRemote(path, priority, System.nanoTime()));
    }
  }

  // --- Events of ICE ---

  private final class IceEvents implements IceGenerations.Listener {
    @Override
    public void onValidated(SocketAddress address) {
      synchronized (Transport.this) {
        if (closed) {
          return;
        }
        if (addresses.add(address) && addresses.size() > MAX_ADDRESSES) {
          SocketAddress oldest =
              addresses.stream().filter(a -> !a.equals(output.address())).findFirst().orElseThrow();
          addresses.remove(oldest);
          port.unroute(oldest, Transport.this);
        }
        port.route(address, Transport.this);
      }
    }

    @Override
    public void onSelected(IceAgent generation, SocketAddress address) {
      synchronized (Transport.this) {
        if (closed || !ice.select(generation, address)) {
          return;
        }
        startDtlsIfActive();
      }
      owner.onChange();
    }
  }

  // --- DTLS ---

  private void startDtlsIfActive() {
    if (side == DtlsSession.Side.CLIENT && output.address() != null) {
      startDtls();
    }
  }

  private @Nullable DtlsSession startDtls() {
    if (dtls == null && !closed && side != null && remoteFingerprint != null) {
      DtlsSession session = new DtlsSession(side, identity, remoteFingerprint, new DtlsEvents());
      dtls = session;
      session.start(ice.credentials().ufrag());
    }
    return dtls;
  }

  private final class DtlsEvents implements DtlsSession.Events {
    @Override
    public void send(byte[] data, int offset, int length) {
      output.send(data, offset, length);
    }

    @Override
    public void onKeys(SrtpSession keys) {
      output.secure(keys);
      owner.onChange();
    }

    @Override
    public void onOpen() {
      owner.onDataReady();
    }

    @Override
    public void onData(byte[] data, int length) {
      owner.onData(data, length);
    }

    @Override
    public void onFailed(String reason) {
      synchronized (Transport.this) {
        failed = true;
      }
      owner.onChange();
    }

    @Override
    public void onClosedByPeer() {
      synchronized (Transport.this) {
        closedByPeer = true;
      }
      owner.onChange();
    }
  }

  @Override
  public boolean onDtls(PacketBuffer packet) {
    DtlsSession session;
    synchronized (this) {
      // Without a selected pair there is no address to answer to; the client sends again.
      session = output.address() == null ? null : startDtls();
    }
    return session != null && session.feed(packet.getBuffer(), 0, packet.getLength());
  }

  /** Sends an SCTP packet; dropped and counted without a DTLS association. */
  void sendData(byte[] packet) {
    DtlsSession session = dtls;
    if (session == null || !session.send(packet)) {
      dropped.increment();
    }
  }

  // --- Media ---

  @Override
  public boolean onMedia(PacketBuffer packet) {
    SrtpSession keys = output.keys();
    if (keys == null || packet.getLength() < 12) {
      return false;
    }
    int second = packet.getBuffer()[1] & 0xFF;
    boolean taken;
    if (second >= 192 && second < 224) {
      taken =
          keys.unprotectRtcp(packet)
              && owner.onRtcp(packet.getBuffer(), packet.getOffset(), packet.getLength());
    } else {
      taken =
          isRtp(packet)
              && keys.unprotectRtp(packet)
              && owner.onRtp(packet.getBuffer(), packet.getOffset(), packet.getLength());
    }
    if (!taken) {
      dropped.increment();
    }
    return taken;
  }

  private static boolean isRtp(PacketBuffer packet) {
    try {
      return RtpHeader.length(packet.getBuffer(), 0, packet.getLength()) > 0;
    } catch (RtpException e) {
      return false;
    }
  }

  /** Returns the way of packets to the other end. */
  PacketOutput output() {
    return output;
  }

  long packetsDropped() {
    return dropped.sum();
  }

  // --- Time and state ---

  /** Sends the ICE checks that are due. */
  void tick(long now) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    ice.tick(now);
  }

  /** Returns whether either end has closed the connection. */
  synchronized boolean isClosed() {
    return closed || closedByPeer;
  }

  /** Returns whether the DTLS handshake has failed. */
  synchronized boolean hasFailed() {
    return failed;
  }

  /** Returns whether SRTP has its keys. */
  boolean isSecured() {
    return output.keys() != null;
  }

  void close() {
    DtlsSession session;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ice.close();
      addresses.forEach(a -> port.unroute(a, this));
      session = dtls;
    }
    tcp.close();
    if (session != null) {
      session.close();
    }
  }
}
