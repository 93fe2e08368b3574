package app.rostrum.rtc;

import app.rostrum.rtc.data.DataChannels;
import app.rostrum.rtc.data.TransportChannel;
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
 * A peer joins the parts of one end of a bundled WebRTC connection and stands before them: offer
 * and answer (RFC 9429), ICE (RFC 8445), DTLS-SRTP (RFC 5764), RTP, RTCP and data channels (RFC
 * 8831). It sends and receives Opus, and forwards pictures if it is told to take their codecs;
 * sections that it has no codec for are answered as inactive or rejected. All methods are safe to
 * call from any thread and none blocks on the network.
 */
public final class RtcPeer implements AutoCloseable {
  /** The part that this end takes in ICE. */
  public enum IceRole {
    /** A server with a reachable address: answers checks, makes none (RFC 8445, section 2.5). */
    LITE,
    /** A client: gathers host candidates of its {@link MediaPort} and makes checks. */
    FULL
  }

  /** The state of the transport, in the W3C's terms. */
  public enum State {
    NEW,
    CONNECTING,
    CONNECTED,
    /** Consent checks (RFC 7675) have failed for some seconds; may recover. */
    DISCONNECTED,
    FAILED,
    CLOSED
  }

  /** Listens to a peer, on the peer's own threads: must return at once. */
  public interface Listener {
    void onState(State state);

    /** The receiving side of a transceiver began, stopped or changed its track id. */
    default void onRemoteTrack(RtpTransceiver transceiver) {}

    /** A decrypted packet, in the order of arrival and without replays. */
    default void onRtp(RtpTransceiver transceiver, RtpPacket packet) {}

    /** The other end needs a keyframe of a stream that this end sends. On a receiving thread. */
    default void onKeyframeRequest(RtpTransceiver transceiver) {}

    /** The other end has opened a data channel. */
    default void onDataChannel(TransportChannel channel) {}
  }

  /**
   * Statistics of a connection.
   *
   * @param lossRatio the share of packets lost on the way to the other end, 0 to 1, by its reports
   * @param receivedLossRatio the share of packets lost on the way to this end in the last seconds,
   *     0 to 1, recovered ones not counted; the worst of several sources
   * @param packetsResent packets that the other end missed and this end sent again
   * @param packetsRecovered packets that this end missed and the other end sent again
   * @param sinceReport the time since the other end last reported what it has received of this end;
   *     empty if it never has
   */
  public record Stats(
      Optional<Duration> roundTripTime,
      double lossRatio,
      double receivedLossRatio,
      long packetsSent,
      long packetsReceived,
      long packetsDropped,
      long packetsResent,
      long packetsRecovered,
      Optional<Duration> sinceReport) {}

  private static final Logger LOG = LoggerFactory.getLogger(RtcPeer.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The timers of all peers; each task takes microseconds. Nobody else's may hold them up. */
  private static final Timers TIMERS = Timers.withOwnThread("rtc-timers");

  private static final Duration CHECKING_TICK = Duration.ofMillis(20);
  private static final Duration QUIET_TICK = Duration.ofMillis(500);

  /** The tick of a server's peer that only sends, of which there may be thousands. */
  private static final Duration SENDING_TICK = Duration.ofSeconds(2);

  private static final long SOUND_RATE = 128_000;

  /** The codec of an end that listens or speaks. */
  public static final Set<Codec.Name> OPUS_ONLY = Set.of(Codec.Name.OPUS);

  /** The codecs of a room, which can forward all of them untouched. */
  public static final Set<Codec.Name> FORWARDED = Set.of(Codec.Name.values());

  private final MediaPort port;
  private final boolean lite;
  private final Set<Codec.Name> accepted;
  private final Listener listener;
  private final DtlsIdentity identity = DtlsIdentity.ofProcess();
  private final Executor events = new SerialExecutor("rtc-events");
  private final Transport transport;
  private final SdpNegotiation negotiation;
  private final Reports reports;
  private final DataChannels dataChannels;
  private final RtpReceivers receivers = new RtpReceivers();
  private final Map<RtpTransceiver, Long> rates = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private final Object lock = new Object();
  private final Object stateLock = new Object();

  private boolean offerRestartsIce;
  private volatile Duration acknowledging = QUIET_TICK;
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
    this.transport = new Transport(port, lite, identity, new TransportListener());
    this.negotiation = new SdpNegotiation(lite, cname, RANDOM, new SectionContext());
    this.reports = new Reports(cname, RANDOM.nextInt() & 0xFFFFFFFFL);
    this.dataChannels =
        new DataChannels(transport::sendData, events, TIMERS, listener::onDataChannel, RANDOM);
  }

  /** Creates a peer that takes Opus alone. */
  public static RtcPeer create(MediaPort port, IceRole role, Listener listener) {
    return create(port, role, OPUS_ONLY, listener);
  }

  /**
   * Creates a peer.
   *
   * @param accepted the codecs that it accepts from the other end; must include Opus
   */
  public static RtcPeer create(
      MediaPort port, IceRole role, Set<Codec.Name> accepted, Listener listener) {
    RtcPeer peer = new RtcPeer(port, role, Set.copyOf(accepted), listener);
    peer.scheduleTick();
    return peer;
  }

  /**
   * Adds an audio section to the next offer, or to the answer to an offer that has a free section.
   *
   * @param trackId the second token of a=msid when sending; may be empty when only receiving
   * @throws IllegalArgumentException if the track id is not at most 256 visible ASCII characters
   */
  public RtpTransceiver addAudio(Direction direction, String trackId) {
    List<Codec> codecs =
        accepted.contains(Codec.Name.RED) ? List.of(Codec.OPUS, Codec.RED) : List.of(Codec.OPUS);
    synchronized (lock) {
      return negotiation.add(MediaKind.AUDIO, direction, trackId, codecs);
    }
  }

  /**
   * Adds a video section, as {@link #addAudio} does for sound.
   *
   * @param codecs the codecs to offer, the favourite first
   */
  public RtpTransceiver addVideo(Direction direction, String trackId, List<Codec> codecs) {
    synchronized (lock) {
      return negotiation.add(MediaKind.VIDEO, direction, trackId, codecs);
    }
  }

  /** Returns the codecs of a kind that the other end has described so far and this end accepts. */
  public List<Codec> remoteCodecs(MediaKind kind) {
    synchronized (lock) {
      return negotiation.remoteCodecs(kind);
    }
  }

  /**
   * Reports to the other end more often than about once a second what of it is received, so that it
   * can tell soon that this end has stopped.
   *
   * @param interval less than half a second
   */
  public void acknowledgeEvery(Duration interval) {
    acknowledging = interval;
  }

  /** Makes the next offer negotiate data channels even if none is open by then. */
  public void prepareData() {
    synchronized (lock) {
      negotiation.wantData();
    }
  }

  /**
   * Opens a data channel. The first one needs an exchange of descriptions that has an application
   * section; later ones and those of the other end do not.
   */
  public TransportChannel openDataChannel(TransportChannel.Options options) {
    prepareData();
    return dataChannels.open(options);
  }

  public List<RtpTransceiver> transceivers() {
    synchronized (lock) {
      return negotiation.transceivers();
    }
  }

  /** Makes an offer, which becomes the pending local description. */
  public String createOffer() {
    synchronized (lock) {
      IceCredentials credentials =
          offerRestartsIce ? transport.ice().propose() : transport.ice().credentials();
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
      transport.ice().withdrawProposal();
      boolean restarted =
          transport
              .ice()
              .remoteCredentials()
              .map(c -> !c.equals(remote.credentials()))
              .orElse(false);
      if (restarted) {
        transport.ice().restart();
        offerRestartsIce = false;
      }
      String setup = side == DtlsSession.Side.CLIENT ? "active" : "passive";
      SdpNegotiation.Answer made =
          negotiation.answer(remote, describe(transport.ice().credentials(), setup));
      answer = made.description();
      settle(remote, side, made.changed(), remote.lite());
    }
    transport.connectCandidates(remote.candidates());
    return answer;
  }

  /** The roles of an existing association stay (RFC 8842, section 5.5); else this end chooses. */
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
      boolean restarts = offerRestartsIce && transport.ice().hasProposal();
      boolean sameRemote =
          transport
              .ice()
              .remoteCredentials()
              .map(c -> c.equals(remote.credentials()))
              .orElse(false);
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
    receivers.route(negotiation.routes());
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
    // Let checks begin now, not at the next tick.
    TIMERS.after(Duration.ZERO, () -> transport.tick(System.nanoTime()));
    for (RtpTransceiver transceiver : changed) {
      events.execute(() -> listener.onRemoteTrack(transceiver));
    }
  }

  /** Withdraws the pending local offer, if any. */
  public void rollback() {
    synchronized (lock) {
      negotiation.rollback();
      transport.ice().withdrawProposal();
    }
  }

  /**
   * Adds a remote candidate.
   *
   * @param candidate for example {@code candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host}
   */
  public void addRemoteCandidate(String candidate) {
    try {
      transport.addCandidate(Candidate.parse(candidate));
    } catch (SdpException e) {
      // The empty line that ends the candidates comes here too. Another one may work.
      LOG.debug("candidate ignored: {}", e.getMessage());
    }
  }

  /** Makes the next offer restart ICE. */
  public void restartIce() {
    synchronized (lock) {
      offerRestartsIce = transport.ice().remoteCredentials().isPresent();
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
        receivers.all().stream().mapToDouble(RtpReceiver::lossRatio).max().orElse(0),
        all.stream().mapToLong(t -> t.sender().packets()).sum(),
        received.sum(),
        transport.packetsDropped() + all.stream().mapToLong(RtpTransceiver::unsent).sum(),
        all.stream().mapToLong(t -> t.sender().resent()).sum(),
        receivers.all().stream().mapToLong(RtpReceiver::recovered).sum(),
        reports.sinceReport(System.nanoTime()));
  }

  /** Says goodbye to the other end (RTCP BYE, DTLS close_notify) and frees everything. */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      if (transport.output().ready()) {
        transport.output().sendRtcp(reports.bye(negotiation.transceivers()));
      }
      negotiation.transceivers().forEach(RtpTransceiver::stop);
    }
    dataChannels.close();
    transport.close();
    refreshState();
  }

  // --- Time ---

  private void scheduleTick() {
    TIMERS.after(nextTick(), this::tick);
  }

  private Duration nextTick() {
    if (!lite) {
      boolean checks =
          state == State.CONNECTING || state == State.DISCONNECTED || state == State.NEW;
      return checks ? CHECKING_TICK : acknowledging;
    }
    boolean onlySends = state == State.CONNECTED && receivers.all().isEmpty();
    return onlySends && acknowledging.equals(QUIET_TICK) ? SENDING_TICK : acknowledging;
  }

  private void tick() {
    if (closed) {
      return;
    }
    try {
      long now = System.nanoTime();
      transport.tick(now);
      refreshState();
      if (state == State.CONNECTED && reports.due(now, !receivers.all().isEmpty())) {
        List<RtpTransceiver> all = transceivers();
        for (byte[] compound : reports.write(all, receivers.all(), Instant.now(), now)) {
          transport.output().sendRtcp(compound);
        }
      } else if (state == State.CONNECTED && acknowledging.compareTo(QUIET_TICK) < 0) {
        reports.acknowledge(receivers.all(), now).forEach(transport.output()::sendRtcp);
      }
    } finally {
      scheduleTick();
    }
  }

  private void refreshState() {
    State next = currentState(System.nanoTime());
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

  private State currentState(long now) {
    if (transport.isClosed()) {
      return State.CLOSED;
    }
    if (transport.hasFailed()) {
      return State.FAILED;
    }
    boolean secured = transport.isSecured();
    return transport
        .ice()
        .health(now)
        .map(
            health ->
                switch (health) {
                  case CHECKING -> State.CONNECTING;
                  case CONNECTED -> secured ? State.CONNECTED : State.CONNECTING;
                  case DISCONNECTED -> secured ? State.DISCONNECTED : State.CONNECTING;
                  case FAILED -> State.FAILED;
                })
        .orElse(State.NEW);
  }

  // --- Events of the transport ---

  private final class TransportListener implements Transport.Owner {
    @Override
    public void onChange() {
      refreshState();
    }

    @Override
    public boolean onRtp(byte[] data, int offset, int length) {
      try {
        long now = System.nanoTime();
        RtpReceiver receiver = receivers.find(data, offset, length, now);
        if (receiver == null) {
          return false;
        }
        RtpTransceiver transceiver = receiver.transceiver();
        if (transceiver.receivedCodec(RtpHeader.payloadType(data, offset)) == null) {
          return false;
        }
        RtpPacket packet = RtpPacket.parse(data, offset, length, transceiver.receivedExtensions());
        receiver.onPacket(packet, now);
        received.increment();
        List<Integer> wanted = receiver.wanted(now, reports.roundTripNanos());
        if (!wanted.isEmpty()) {
          transport.output().sendRtcp(reports.nack(packet.ssrc(), wanted));
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

  private final class SectionContext implements RtpTransceiver.PeerContext {
    @Override
    public RtpSender newSender(MediaKind kind) {
      return new RtpSender(transport.output(), kind, RANDOM);
    }

    @Override
    public void requestKeyframe(RtpTransceiver transceiver, long ssrc) {
      if (transport.output().ready()) {
        transport.output().sendRtcp(reports.pictureLoss(ssrc));
      }
    }

    @Override
    public void limitRate(RtpTransceiver transceiver, long bitsPerSecond) {
      rates.put(transceiver, bitsPerSecond);
      // The estimate covers everything that this end receives, sound included.
      long sum = SOUND_RATE;
      for (RtpTransceiver receiving : receivers.receiving()) {
        sum += receiving.kind() == MediaKind.VIDEO ? rates.getOrDefault(receiving, 0L) : 0;
      }
      List<Long> sources =
          receivers.all().stream()
              .filter(r -> r.transceiver().kind() == MediaKind.VIDEO)
              .map(RtpReceiver::ssrc)
              .limit(32)
              .toList();
      transport.output().sendRtcp(reports.estimate(sum, sources));
    }

    @Override
    public @Nullable StreamClock clockOf(long ssrc) {
      RtpReceiver receiver = receivers.get(ssrc);
      return receiver == null ? null : receiver.clock();
    }
  }
}
