package app.rostrum.rtc;

import app.rostrum.rtc.data.DataChannel;
import app.rostrum.rtc.data.DataChannels;
import app.rostrum.rtc.dtls.DtlsIdentity;
import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.ice.IceCredentials;
import app.rostrum.rtc.stats.StreamClock;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import app.rostrum.wire.rtp.RtpException;
import app.rostrum.wire.rtp.RtpHeader;
import app.rostrum.wire.rtp.RtpPacket;
import app.rostrum.wire.sdp.Candidate;
import app.rostrum.wire.sdp.SdpException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a bundled WebRTC connection: offer and answer (RFC 9429), ICE (RFC 8445), DTLS-SRTP
 * (RFC 5764), RTP, RTCP and data channels (RFC 8831). It sends and receives Opus, and forwards
 * pictures if it is told to take their codecs; sections that it has no codec for are answered as
 * inactive or rejected. All methods are safe to call from any thread and none blocks on the
 * network.
 */
public final class RtcPeer implements AutoCloseable {
  /** How this end takes part in ICE. */
  public enum IceRole {
    /** A server with a reachable address: answers checks, makes none (RFC 8445, section 2.5). */
    LITE,
    /** A client: gathers host candidates of its {@link MediaPort} and makes checks. */
    FULL
  }

  /** The state of the transport. */
  public enum State {
    NEW,
    CONNECTING,
    CONNECTED,
    /** Consent (RFC 7675) was lost for some seconds; may come back. */
    DISCONNECTED,
    FAILED,
    CLOSED
  }

  /** Hears what happens; called on the peer's own threads, which must not be held up. */
  public interface Listener {
    void onState(State state);

    /** A transceiver's receiving side began, stopped or changed its track id. */
    default void onRemoteTrack(RtpTransceiver transceiver) {}

    /** A decrypted packet, replays removed, order as it came. */
    default void onRtp(RtpTransceiver transceiver, RtpPacket packet) {}

    /** The other end cannot go on with a picture that this end sends. On a receiving thread. */
    default void onKeyframeRequest(RtpTransceiver transceiver) {}

    /** The other end has opened a data channel. */
    default void onDataChannel(DataChannel channel) {}
  }

  /**
   * @param lossRatio share of packets lost on the way to the other end, 0 to 1, from its reports
   * @param receivedLossRatio share of packets lost on the way to this end in the last seconds, 0 to
   *     1, those that were mended not counted; of several sources the worst
   * @param packetsResent those that the other end missed and was sent again
   * @param packetsMended those that this end missed and was sent again
   */
  public record Stats(
      Optional<Duration> roundTripTime,
      double lossRatio,
      double receivedLossRatio,
      long packetsSent,
      long packetsReceived,
      long packetsDropped,
      long packetsResent,
      long packetsMended) {}

  private static final Logger LOG = LoggerFactory.getLogger(RtcPeer.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The timers of all peers; each task takes microseconds. Nobody else's may hold them up. */
  private static final Timers TIMERS = Timers.withOwnThread("rtc-timers");

  private static final Duration CHECKING_TICK = Duration.ofMillis(20);
  private static final Duration QUIET_TICK = Duration.ofMillis(500);
  private static final int MAX_RECEIVERS = 128;
  private static final long SOUND_RATE = 128_000;

  /** Opus alone: for an end that listens or speaks. */
  public static final Set<Codec.Name> OPUS_ONLY = Set.of(Codec.Name.OPUS);

  /** All that can be forwarded untouched: for a room. */
  public static final Set<Codec.Name> FORWARDED = Set.of(Codec.Name.values());

  private final MediaPort port;
  private final boolean lite;
  private final Set<Codec.Name> accepted;
  private final Listener listener;
  private final DtlsIdentity identity = DtlsIdentity.ofProcess();
  private final Executor events = new SerialExecutor("rtc-events");
  private final Transport transport;
  private final Negotiation negotiation;
  private final Reports reports;
  private final DataChannels dataChannels;
  private final Map<Long, RtpReceiver> receivers = new ConcurrentHashMap<>();
  private final Map<RtpTransceiver, Long> rates = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private final Object lock = new Object();
  private final Object stateLock = new Object();

  private boolean offerRestartsIce;
  private boolean firstOfferWasOurs;
  private volatile Negotiation.Routes routes = Negotiation.Routes.NONE;
  private volatile State state = State.NEW;
  private volatile boolean closed;

  private RtcPeer(MediaPort port, IceRole role, Set<Codec.Name> accepted, Listener listener) {
    this.port = port;
    this.lite = role == IceRole.LITE;
    this.accepted = accepted;
    this.listener = listener;
    byte[] name = new byte[8];
    RANDOM.nextBytes(name);
    LocalSection.Cname cname = new LocalSection.Cname(HexFormat.of().formatHex(name));
    this.transport = new Transport(port, lite, identity, new Below());
    this.negotiation = new Negotiation(lite, cname, RANDOM, new Sections());
    this.reports = new Reports(cname, RANDOM.nextInt() & 0xFFFFFFFFL);
    this.dataChannels =
        new DataChannels(transport::sendData, events, TIMERS, listener::onDataChannel, RANDOM);
  }

  /** A peer that takes Opus alone. */
  public static RtcPeer create(MediaPort port, IceRole role, Listener listener) {
    return create(port, role, OPUS_ONLY, listener);
  }

  /**
   * A peer.
   *
   * @param accepted the codecs that it takes of the other end's; must have Opus
   */
  public static RtcPeer create(
      MediaPort port, IceRole role, Set<Codec.Name> accepted, Listener listener) {
    RtcPeer peer = new RtcPeer(port, role, Set.copyOf(accepted), listener);
    peer.scheduleTick();
    return peer;
  }

  /**
   * Adds an audio section. In the next offer, or in the answer to an offer that has a free section.
   *
   * @param trackId the second token of a=msid when sending; may be empty when only receiving
   * @throws IllegalArgumentException if the track id has other than visible ASCII characters or
   *     more than 256
   */
  public RtpTransceiver addAudio(Direction direction, String trackId) {
    List<Codec> codecs =
        accepted.contains(Codec.Name.RED) ? List.of(Codec.OPUS, Codec.RED) : List.of(Codec.OPUS);
    synchronized (lock) {
      return negotiation.add(MediaKind.AUDIO, direction, trackId, codecs);
    }
  }

  /**
   * Adds a section for pictures, as {@link #addAudio} does for sound.
   *
   * @param codecs to offer, the favourite first
   */
  public RtpTransceiver addVideo(Direction direction, String trackId, List<Codec> codecs) {
    synchronized (lock) {
      return negotiation.add(MediaKind.VIDEO, direction, trackId, codecs);
    }
  }

  /** The codecs of a kind that the other end has described so far and this end takes. */
  public List<Codec> remoteCodecs(MediaKind kind) {
    synchronized (lock) {
      return negotiation.remoteCodecs(kind);
    }
  }

  /** Has the next offer negotiate data channels, also if none is open by then. */
  public void prepareData() {
    synchronized (lock) {
      negotiation.wantData();
    }
  }

  /**
   * Opens a data channel. The first one needs an exchange of descriptions that has an application
   * section; later ones and those of the other end do not.
   */
  public DataChannel openDataChannel(DataChannel.Options options) {
    prepareData();
    return dataChannels.open(options);
  }

  public List<RtpTransceiver> transceivers() {
    synchronized (lock) {
      return negotiation.transceivers();
    }
  }

  /** Makes an offer and holds it as the pending local description. */
  public String createOffer() {
    synchronized (lock) {
      IceCredentials credentials =
          offerRestartsIce ? transport.proposeRestart() : transport.credentials();
      return negotiation.offer(describe(credentials, "actpass"));
    }
  }

  private LocalSection.Transport describe(IceCredentials credentials, String setup) {
    return new LocalSection.Transport(
        credentials, identity.fingerprint(), setup, port.candidates());
  }

  /**
   * Applies a remote offer and answers it. A pending local offer is rolled back first.
   *
   * @throws SdpRefusedException if the offer cannot be used; nothing has changed then
   */
  public String answer(String offer) throws SdpRefusedException {
    RemoteSession remote = RemoteSession.parse(offer, accepted);
    String answer;
    synchronized (lock) {
      negotiation.checkOffer(remote);
      checkIdentity(remote);
      DtlsSession.Side side = sideInAnswerTo(remote.setup());
      transport.withdrawProposal();
      boolean restarted =
          transport.remoteCredentials().map(c -> !c.equals(remote.credentials())).orElse(false);
      if (restarted) {
        transport.restart();
        offerRestartsIce = false;
      }
      String setup = side == DtlsSession.Side.CLIENT ? "active" : "passive";
      Negotiation.Answer made =
          negotiation.answer(remote, describe(transport.credentials(), setup));
      answer = made.description();
      settle(remote, side, made.changed(), remote.lite());
    }
    transport.connectCandidates(remote.candidates());
    return answer;
  }

  /** Once there is an association its roles stay (RFC 8842, section 5.5); else ours to pick. */
  private DtlsSession.Side sideInAnswerTo(String setup) throws SdpRefusedException {
    Optional<DtlsSession.Side> before = transport.side();
    DtlsSession.Side side =
        switch (setup) {
          case "active" -> DtlsSession.Side.SERVER;
          case "passive" -> DtlsSession.Side.CLIENT;
          case "actpass" -> before.orElse(lite ? DtlsSession.Side.SERVER : DtlsSession.Side.CLIENT);
          default -> throw new SdpRefusedException("a=setup:" + setup);
        };
    return before.orElse(side);
  }

  private void checkIdentity(RemoteSession remote) throws SdpRefusedException {
    Optional<String> before = transport.remoteFingerprint();
    if (before.isPresent() && !before.get().equals(remote.fingerprint())) {
      throw new SdpRefusedException("the fingerprint changed");
    }
    if (remote.lite() && lite) {
      throw new SdpRefusedException("both ends are ICE lite");
    }
    if (closed) {
      throw new SdpRefusedException("the connection is closed");
    }
  }

  /**
   * Applies the answer to the pending local offer.
   *
   * @throws SdpRefusedException if the answer cannot be used or no offer is pending
   */
  public void acceptAnswer(String answer) throws SdpRefusedException {
    RemoteSession remote = RemoteSession.parse(answer, accepted);
    synchronized (lock) {
      negotiation.checkAnswer(remote);
      checkIdentity(remote);
      DtlsSession.Side side =
          switch (remote.setup()) {
            case "active" -> DtlsSession.Side.SERVER;
            case "passive" -> DtlsSession.Side.CLIENT;
            default -> throw new SdpRefusedException("a=setup:" + remote.setup());
          };
      side = transport.side().orElse(side);
      boolean restarts = offerRestartsIce && transport.hasProposal();
      boolean sameRemote =
          transport.remoteCredentials().map(c -> c.equals(remote.credentials())).orElse(false);
      if (restarts && sameRemote) {
        throw new SdpRefusedException("the answer does not restart ICE");
      }
      if (restarts) {
        offerRestartsIce = false;
      }
      settle(remote, side, negotiation.acceptAnswer(remote), true);
    }
    transport.connectCandidates(remote.candidates());
  }

  private void settle(
      RemoteSession remote,
      DtlsSession.Side side,
      List<RtpTransceiver> changed,
      boolean controlling) {
    routes = negotiation.routes();
    receivers.values().removeIf(r -> !isCurrent(r));
    transport.connect(remote.credentials(), remote.fingerprint(), side, controlling);
    negotiation
        .data()
        .ifPresentOrElse(
            data -> dataChannels.negotiated(data, side),
            () -> {
              if (negotiation.dataRefused()) {
                dataChannels.refused();
              }
            });
    // Checks begin now, not at the next tick.
    TIMERS.after(Duration.ZERO, () -> transport.tick(System.nanoTime()));
    for (RtpTransceiver transceiver : changed) {
      events.execute(() -> listener.onRemoteTrack(transceiver));
    }
  }

  private boolean isCurrent(RtpReceiver receiver) {
    RtpTransceiver declared = routes.bySsrc().get(receiver.ssrc());
    return routes.receiving().contains(receiver.transceiver())
        && (declared == null || declared == receiver.transceiver());
  }

  /** Forgets the pending local offer, if any. */
  public void rollback() {
    synchronized (lock) {
      negotiation.rollback();
      transport.withdrawProposal();
    }
  }

  /**
   * A remote candidate line, for example {@code candidate:1 1 udp 2130706431 127.0.0.1 4000 typ
   * host}.
   */
  public void addRemoteCandidate(String candidate) {
    try {
      transport.addCandidate(Candidate.parse(candidate));
    } catch (SdpException e) {
      // Also the empty line that ends them: the other candidates may do.
      LOG.debug("candidate ignored: {}", e.getMessage());
    }
  }

  /** The next offer gets fresh ICE credentials. */
  public void restartIce() {
    synchronized (lock) {
      offerRestartsIce = transport.remoteCredentials().isPresent();
    }
  }

  public State state() {
    return state;
  }

  public Stats stats() {
    List<RtpTransceiver> all = transceivers();
    return new Stats(
        reports.roundTripTime(),
        all.stream()
            .filter(t -> t.currentDirection().sends())
            .mapToDouble(t -> t.sender().lossRatio())
            .average()
            .orElse(0),
        receivers.values().stream().mapToDouble(RtpReceiver::lossRatio).max().orElse(0),
        all.stream().mapToLong(t -> t.sender().packets()).sum(),
        received.sum(),
        transport.packetsDropped() + all.stream().mapToLong(RtpTransceiver::unsent).sum(),
        all.stream().mapToLong(t -> t.sender().resent()).sum(),
        receivers.values().stream().mapToLong(RtpReceiver::mended).sum());
  }

  /** Tells the other end (RTCP BYE, DTLS close_notify) and frees everything. */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      if (transport.ready()) {
        transport.sendRtcp(reports.bye(negotiation.transceivers()));
      }
      negotiation.transceivers().forEach(RtpTransceiver::stop);
    }
    dataChannels.close();
    transport.close();
    refreshState();
  }

  // --- Time ---

  private void scheduleTick() {
    boolean checks =
        !lite && (state == State.CONNECTING || state == State.DISCONNECTED || state == State.NEW);
    TIMERS.after(checks ? CHECKING_TICK : QUIET_TICK, this::tick);
  }

  private void tick() {
    if (closed) {
      return;
    }
    try {
      long now = System.nanoTime();
      transport.tick(now);
      refreshState();
      if (state == State.CONNECTED && reports.due(now)) {
        List<RtpTransceiver> all = transceivers();
        for (byte[] compound :
            reports.write(all, List.copyOf(receivers.values()), Instant.now(), now)) {
          transport.sendRtcp(compound);
        }
      }
    } finally {
      scheduleTick();
    }
  }

  private void refreshState() {
    State next = transport.state(System.nanoTime());
    synchronized (stateLock) {
      if (next == state || state == State.CLOSED) {
        return;
      }
      state = next;
      events.execute(() -> listener.onState(next));
    }
    if (next == State.CLOSED) {
      events.execute(this::close);
    }
  }

  // --- What comes from below ---

  private final class Below implements Transport.Owner {
    @Override
    public void onChange() {
      refreshState();
    }

    @Override
    public boolean onRtp(byte[] data, int offset, int length) {
      try {
        long ssrc = RtpHeader.ssrc(data, offset);
        RtpReceiver receiver = receivers.get(ssrc);
        if (receiver == null) {
          receiver = latch(ssrc, data, offset, length);
          if (receiver == null) {
            return false;
          }
        }
        RtpTransceiver transceiver = receiver.transceiver();
        if (transceiver.receivedCodec(RtpHeader.payloadType(data, offset)) == null) {
          return false;
        }
        RtpPacket packet = RtpPacket.parse(data, offset, length, transceiver.receivedExtensions());
        long now = System.nanoTime();
        receiver.onPacket(packet, now);
        received.increment();
        List<Integer> wanted = receiver.wanted(now, reports.roundTripNanos());
        if (!wanted.isEmpty()) {
          transport.sendRtcp(reports.nack(ssrc, wanted));
        }
        listener.onRtp(transceiver, packet);
        return true;
      } catch (RtpException e) {
        return false;
      }
    }

    @Override
    public boolean onRtcp(byte[] data, int offset, int length) {
      long now = System.nanoTime();
      return reports.read(
          data,
          offset,
          length,
          transceivers(),
          receivers,
          Instant.now(),
          now,
          listener::onKeyframeRequest);
    }

    @Override
    public void onDataReady() {
      dataChannels.secured();
    }

    @Override
    public void onData(byte[] data, int length) {
      dataChannels.receive(data, length);
    }
  }

  private final class Sections implements RtpTransceiver.Home {
    @Override
    public RtpSender newSender(MediaKind kind) {
      return new RtpSender(transport, kind, RANDOM);
    }

    @Override
    public void requestKeyframe(RtpTransceiver transceiver, long ssrc) {
      if (transport.ready()) {
        transport.sendRtcp(reports.pictureLoss(ssrc));
      }
    }

    @Override
    public void limitRate(RtpTransceiver transceiver, long bitsPerSecond) {
      rates.put(transceiver, bitsPerSecond);
      // The estimate is of all that comes: sound is in it.
      long sum = SOUND_RATE;
      for (RtpTransceiver receiving : routes.receiving()) {
        sum += receiving.kind() == MediaKind.VIDEO ? rates.getOrDefault(receiving, 0L) : 0;
      }
      List<Long> sources =
          receivers.values().stream()
              .filter(r -> r.transceiver().kind() == MediaKind.VIDEO)
              .map(RtpReceiver::ssrc)
              .limit(32)
              .toList();
      transport.sendRtcp(reports.estimate(sum, sources));
    }

    @Override
    public @Nullable StreamClock clockOf(long ssrc) {
      RtpReceiver receiver = receivers.get(ssrc);
      return receiver == null ? null : receiver.clock();
    }
  }

  /** Finds the section of a new source (RFC 9143, section 9.2) and remembers it. */
  private @Nullable RtpReceiver latch(long ssrc, byte[] data, int offset, int length)
      throws RtpException {
    Negotiation.Routes now = routes;
    RtpTransceiver transceiver = now.bySsrc().get(ssrc);
    if (transceiver == null) {
      transceiver =
          RtpHeader.mid(data, offset, length, now.midExtension())
              .map(now.byMid()::get)
              .orElse(now.receiving().size() == 1 ? now.receiving().getFirst() : null);
    }
    if (transceiver == null || receivers.size() >= MAX_RECEIVERS) {
      return null;
    }
    RtpReceiver receiver = new RtpReceiver(ssrc, transceiver);
    receivers.put(ssrc, receiver);
    return receiver;
  }
}
