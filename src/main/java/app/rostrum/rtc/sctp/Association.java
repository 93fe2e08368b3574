package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.Parameter;
import app.rostrum.wire.sctp.SctpException;
import app.rostrum.wire.sctp.SctpPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SCTP association (RFC 9260) as WebRTC uses it: with one path, over DTLS, opened by both ends
 * at once. Not thread-safe: its owner holds a lock around every call, and {@link Owner} is called
 * within them. All times are nanoseconds since any point, not negative.
 */
public final class Association {
  /** The state of the association (RFC 9260, section 4). */
  public enum State {
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    SHUTDOWN_PENDING,
    SHUTDOWN_SENT,
    SHUTDOWN_RECEIVED,
    SHUTDOWN_ACK_SENT,
    /** The association has ended or could not be set up; a final state. */
    ENDED
  }

  /** The owner's side, called within calls to the association. */
  public interface Owner {
    /** Sends a packet to the other end; it may be lost. */
    void transmit(byte[] packet);

    void onEstablished();

    /**
     * Takes a message; {@link Association#consumed} returns its charge when it has been handled.
     */
    void onMessage(SctpMessage message);

    /** The other end has reset these outgoing streams of its own; empty means all. */
    void onIncomingReset(List<Integer> streams);

    /**
     * Streams were reset as {@link Association#resetStream} wanted.
     *
     * @param performed false if the other end refused; the streams must not be used again
     */
    void onOutgoingReset(List<Integer> streams, boolean performed);

    /** The other end has restarted: all streams are new, and messages may be lost. */
    void onRestart();

    void onEnded(String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Association.class);
  private static final long NEVER = Inbound.NEVER;
  private static final int MAX_ATTEMPTS = 10;
  private static final int FORWARD_TSN = 192;
  private static final int RE_CONFIG = 130;
  private static final byte[] NOTHING = {};

  private final SctpSettings settings;
  private final Owner owner;
  private final SecureRandom random;
  private final StateCookie.Seal seal;
  private final Bundling bundling;
  private final FailureDetection failures;

  private State state = State.CLOSED;
  private RoundTrip roundTrip = new RoundTrip();
  private int localTag;
  private int localTsn;
  private int peerTag;
  private Outbound outbound;
  private Inbound inbound;
  private StreamResets resets;
  private boolean peerResets;
  private int peerStreams;
  private byte[] cookie = NOTHING;
  private int attempts;
  private long handshakeAt = NEVER;

  public Association(SctpSettings settings, Owner owner, SecureRandom random) {
    this.settings = settings;
    this.owner = owner;
    this.random = random;
    this.seal = new StateCookie.Seal(random);
    this.bundling = new Bundling(settings);
    this.failures = new FailureDetection(random);
    this.localTag = newTag();
    this.localTsn = random.nextInt();
    this.outbound = new Outbound(settings, localTsn, roundTrip);
    this.inbound = newInbound(0);
    this.resets = newResets(0);
  }

  private int newTag() {
    int tag = random.nextInt();
    return tag == 0 ? 1 : tag;
  }

  private Inbound newInbound(int firstTsn) {
    return new Inbound(settings, firstTsn, settings.streams(), owner::onMessage);
  }

  private StreamResets newResets(int peerTsn) {
    return new StreamResets(
        localTsn,
        peerTsn,
        roundTrip,
        new StreamResets.Effects() {
          @Override
          public void outgoingReset(List<Integer> streams, boolean performed) {
            streams.forEach(s -> outbound.resume(s, performed));
            owner.onOutgoingReset(streams, performed);
          }

          @Override
          public void incomingReset(List<Integer> streams) {
            inbound.reset(streams);
            owner.onIncomingReset(streams);
          }

          @Override
          public void resetAsked(List<Integer> streams) {
            List<Integer> used = outbound.streams();
            used.stream()
                .filter(s -> streams.isEmpty() || streams.contains(s))
                .forEach(resets::want);
          }
        });
  }

  public State state() {
    return state;
  }

  // --- Calls by the owner ---

  /** Begins the handshake; the other end may do so too. */
  public void connect(long now) {
    if (state == State.CLOSED) {
      state = State.COOKIE_WAIT;
      attempts = 0;
      sendInit(now);
    }
  }

  /**
   * Queues a message.
   *
   * @param payload at least one byte; must not be changed afterwards
   * @return false if the association takes no more messages
   */
  public boolean send(int stream, int protocol, byte[] payload, Delivery delivery, long now) {
    switch (state) {
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, ESTABLISHED -> {
        outbound.enqueue(new Outgoing(stream, protocol, payload, delivery, now));
        flush(now);
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  /** Returns the number of streams that this end may send on, once established. */
  public int outgoingStreams() {
    return Math.min(settings.streams(), peerStreams);
  }

  /** Returns the bytes on a stream that wait to be sent or acknowledged. */
  public long buffered(int stream) {
    return outbound.buffered(stream);
  }

  /** Returns the memory of messages that wait to be sent or acknowledged, in bytes. */
  public long buffered() {
    return outbound.buffered() + (long) outbound.messages() * SctpMessage.OVERHEAD;
  }

  /** Drops the messages of a stream of which nothing has been sent. */
  public void discard(int stream) {
    outbound.discard(stream);
  }

  /** Resets an outgoing stream when everything sent on it has been acknowledged. */
  public void resetStream(int stream, long now) {
    if (state == State.ESTABLISHED && !peerResets) {
      owner.onOutgoingReset(List.of(stream), false);
      return;
    }
    resets.want(stream);
    flush(now);
  }

  /** Takes back the charge of messages that have been handled. */
  public void consumed(long charge, long now) {
    inbound.consumed(charge);
    if (inbound.sackDue(now)) {
      flush(now);
    }
  }

  /** Ends the association when everything queued has been acknowledged (RFC 9260, section 9.2). */
  public void shutdown(long now) {
    switch (state) {
      case ESTABLISHED -> {
        state = State.SHUTDOWN_PENDING;
        flush(now);
      }
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED -> abort("shut down before it stood");
      default -> {
        // In progress already.
      }
    }
  }

  /** Ends the association at once. */
  public void abort(String reason) {
    if (state == State.ENDED) {
      return;
    }
    abort(Chunk.ErrorCause.USER_ABORT, reason);
  }

  private void abort(int cause, String reason) {
    if (peerTag != 0) {
      byte[] text = reason.getBytes(StandardCharsets.UTF_8);
      byte[] info = cause == Chunk.ErrorCause.OUT_OF_RESOURCE ? NOTHING : text;
      transmit(
          peerTag, List.of(new Chunk.Abort(false, List.of(new Chunk.ErrorCause(cause, info)))));
    }
    end(reason);
  }

  private void end(String reason) {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    handshakeAt = NEVER;
    failures.stop();
    bundling.clear();
    owner.onEnded(reason);
  }

  // --- Time ---

  /** Returns the time at which {@link #tick} is due; {@link Long#MAX_VALUE} if never. */
  public long deadline() {
    if (state == State.ENDED) {
      return NEVER;
    }
    long due = Math.min(handshakeAt, failures.heartbeatAt());
    if (carriesData()) {
      due = Math.min(due, Math.min(outbound.timerAt(), resets.timerAt()));
      due = Math.min(due, inbound.sackAt());
    }
    return due;
  }

  /** Handles the timers that are due. */
  public void tick(long now) {
    if (state == State.ENDED) {
      return;
    }
    if (now >= handshakeAt) {
      repeatHandshake(now);
    }
    if (carriesData() && now >= outbound.timerAt()) {
      failures.timedOut();
      outbound.onTimeout(now);
    }
    if (carriesData() && now >= resets.timerAt()) {
      failures.timedOut();
      resets.onTimeout();
    }
    if (now >= failures.heartbeatAt()) {
      failures.postpone(now, roundTrip);
      if (state == State.ESTABLISHED) {
        bundling.add(failures.heartbeat(now));
      }
    }
    if (failures.hasFailed()) {
      abort(Chunk.ErrorCause.USER_ABORT, "no answer");
      return;
    }
    flush(now);
  }

  private boolean carriesData() {
    return switch (state) {
      case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED -> true;
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_ACK_SENT, ENDED -> false;
    };
  }

  private void repeatHandshake(long now) {
    if (++attempts > MAX_ATTEMPTS) {
      end("no answer to the handshake");
      return;
    }
    roundTrip.backOff();
    switch (state) {
      case COOKIE_WAIT -> sendInit(now);
      case COOKIE_ECHOED -> sendCookie(now);
      case SHUTDOWN_SENT -> sendShutdown(now);
      case SHUTDOWN_ACK_SENT -> sendShutdownAck(now);
      default -> handshakeAt = NEVER;
    }
  }

  // --- Sending ---

  private void sendInit(long now) {
    transmit(0, List.of(init(false, localTag, localTsn, List.of())));
    handshakeAt = now + roundTrip.timeout();
  }

  private Chunk.Init init(boolean acknowledges, int tag, int tsn, List<Parameter> more) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter.ForwardTsnSupported());
    parameters.add(new Parameter.SupportedExtensions(List.of(RE_CONFIG, FORWARD_TSN)));
    parameters.addAll(more);
    return new Chunk.Init(
        acknowledges,
        tag,
        settings.window(),
        settings.streams(),
        settings.streams(),
        tsn,
        parameters);
  }

  private void sendCookie(long now) {
    transmit(peerTag, List.of(new Chunk.CookieEcho(cookie)));
    handshakeAt = now + roundTrip.timeout();
  }

  private void sendShutdown(long now) {
    transmit(peerTag, List.of(new Chunk.Shutdown((int) inbound.cumulative())));
    handshakeAt = now + roundTrip.timeout();
  }

  private void sendShutdownAck(long now) {
    transmit(peerTag, List.of(new Chunk.ShutdownAck()));
    handshakeAt = now + roundTrip.timeout();
  }

  private void transmit(int tag, List<Chunk> chunks) {
    owner.transmit(
        new SctpPacket(settings.localPort(), settings.remotePort(), tag, chunks).write());
  }

  /** Sends everything that may be sent now, in as few packets as possible. */
  private void flush(long now) {
    if (!carriesData()) {
      sendControl();
      return;
    }
    resets
        .due(outbound, now)
        .ifPresent(request -> bundling.add(new Chunk.Reconfiguration(List.of(request))));
    List<Chunk> chunks = bundling.next(inbound, outbound, now);
    while (!chunks.isEmpty()) {
      transmit(peerTag, chunks);
      chunks = bundling.next(inbound, outbound, now);
    }
    continueShutdown(now);
  }

  private void sendControl() {
    if (peerTag != 0) {
      bundling.removeAll().forEach(chunk -> transmit(peerTag, List.of(chunk)));
    }
  }

  private void continueShutdown(long now) {
    if (!outbound.isIdle()) {
      return;
    }
    if (state == State.SHUTDOWN_PENDING) {
      state = State.SHUTDOWN_SENT;
      attempts = 0;
      sendShutdown(now);
    } else if (state == State.SHUTDOWN_RECEIVED) {
      state = State.SHUTDOWN_ACK_SENT;
      attempts = 0;
      sendShutdownAck(now);
    }
  }

  // --- Receiving ---

  /** Takes a packet; one that is malformed or not of this association is dropped. */
  public void receive(byte[] data, int offset, int length, long now) {
    if (state == State.ENDED) {
      return;
    }
    SctpPacket packet;
    try {
      packet = SctpPacket.parse(data, offset, length);
    } catch (SctpException e) {
      LOG.debug("packet dropped: {}", e.getMessage());
      return;
    }
    if (packet.destinationPort() != settings.localPort() || !isTagRight(packet)) {
      return;
    }
    try {
      for (Chunk chunk : packet.chunks()) {
        if (state == State.ENDED || !take(chunk, packet, now)) {
          break;
        }
      }
    } catch (ViolationException e) {
      LOG.debug("aborted: {}", e.getMessage());
      abort(e.causeCode(), String.valueOf(e.getMessage()));
    }
    if (state != State.ENDED) {
      inbound.packetEnds(now);
      flush(now);
    }
  }

  /** Checks the verification tag (RFC 9260, sections 8.5 and 8.5.1). */
  private boolean isTagRight(SctpPacket packet) {
    int tag = packet.verificationTag();
    return switch (packet.chunks().getFirst()) {
      case Chunk.Init init when !init.acknowledges() -> tag == 0 && packet.chunks().size() == 1;
      case Chunk.Abort abort -> tag == (abort.reflected() ? peerTag : localTag);
      case Chunk.ShutdownComplete complete -> tag == (complete.reflected() ? peerTag : localTag);
      // Checked later: a restart's cookie has the tag of the new association.
      case Chunk.CookieEcho _ -> true;
      default -> tag == localTag;
    };
  }

  /** Takes a chunk; returns false if the rest of the packet must not be read. */
  private boolean take(Chunk chunk, SctpPacket packet, long now) throws ViolationException {
    switch (chunk) {
      case Chunk.Init init -> {
        if (init.acknowledges()) {
          onInitAck(init, now);
        } else {
          onInit(init, now);
        }
        return false;
      }
      case Chunk.CookieEcho echo -> {
        return onCookieEcho(echo, packet.verificationTag(), now);
      }
      case Chunk.CookieAck _ -> {
        if (state == State.COOKIE_ECHOED) {
          establish(now);
        }
      }
      case Chunk.Abort abort -> end("aborted by the other end");
      case Chunk.ShutdownComplete _ -> {
        if (state == State.SHUTDOWN_ACK_SENT) {
          end("shut down");
        }
      }
      case Chunk.ShutdownAck _ -> onShutdownAck();
      case Chunk.Heartbeat heartbeat -> {
        if (heartbeat.acknowledges()) {
          failures.onAcknowledged(heartbeat.info(), now, roundTrip);
        } else if (peerTag != 0) {
          bundling.add(new Chunk.Heartbeat(true, heartbeat.info()));
        }
      }
      case Chunk.Failure failure ->
          failure.causes().forEach(c -> LOG.debug("the other end reports error {}", c.code()));
      case Chunk.Unknown unknown -> {
        if (unknown.reported() && carriesData()) {
          bundling.add(failure(Chunk.ErrorCause.UNRECOGNIZED_CHUNK, UnknownParts.header(unknown)));
        }
        return !unknown.stops();
      }
      case Chunk.Data data -> {
        if (carriesData()) {
          onData(data);
        }
      }
      case Chunk.Sack sack -> {
        if (carriesData()) {
          onSack(sack, now);
        }
      }
      case Chunk.ForwardTsn forward -> {
        if (carriesData()) {
          inbound.onForward(forward);
        }
      }
      case Chunk.Shutdown shutdown -> {
        if (carriesData()) {
          onShutdown(shutdown, now);
        }
      }
      case Chunk.Reconfiguration reconfiguration -> {
        if (carriesData()) {
          failures.answered();
          List<Parameter> answers =
              resets.receive(reconfiguration.parameters(), inbound.cumulative());
          answers.forEach(a -> bundling.add(new Chunk.Reconfiguration(List.of(a))));
        }
      }
    }
    return true;
  }

  private static Chunk.Failure failure(int code, byte[] info) {
    return new Chunk.Failure(List.of(new Chunk.ErrorCause(code, info)));
  }

  private void onData(Chunk.Data data) throws ViolationException {
    if (state == State.SHUTDOWN_RECEIVED) {
      return;
    }
    if (!inbound.onData(data)) {
      byte[] info = ByteBuffer.allocate(4).putShort((short) data.stream()).array();
      bundling.add(failure(Chunk.ErrorCause.INVALID_STREAM, info));
    }
  }

  private void onShutdown(Chunk.Shutdown shutdown, long now) throws ViolationException {
    onSack(new Chunk.Sack(shutdown.cumulativeTsn(), settings.window(), List.of(), new int[0]), now);
    switch (state) {
      case ESTABLISHED, SHUTDOWN_PENDING -> state = State.SHUTDOWN_RECEIVED;
      case SHUTDOWN_SENT -> {
        state = State.SHUTDOWN_ACK_SENT;
        attempts = 0;
        sendShutdownAck(now);
      }
      default -> {
        // Handled when the first SHUTDOWN came.
      }
    }
  }

  private void onSack(Chunk.Sack sack, long now) throws ViolationException {
    if (!outbound.onSack(sack, now)) {
      throw new ViolationException(
          Chunk.ErrorCause.PROTOCOL_VIOLATION, "acknowledges what was not sent");
    }
    failures.answered();
  }

  private void onShutdownAck() {
    if (state == State.SHUTDOWN_SENT || state == State.SHUTDOWN_ACK_SENT) {
      transmit(peerTag, List.of(new Chunk.ShutdownComplete(false)));
      end("shut down");
    }
  }

  // --- Handshake (RFC 9260, section 5) ---

  private void onInit(Chunk.Init init, long now) {
    if (init.tag() == 0 || init.outgoingStreams() == 0 || init.incomingStreams() == 0) {
      transmit(
          init.tag(),
          List.of(
              new Chunk.Abort(
                  false,
                  List.of(new Chunk.ErrorCause(Chunk.ErrorCause.INVALID_PARAMETER, NOTHING)))));
      return;
    }
    if (state == State.SHUTDOWN_ACK_SENT) {
      sendShutdownAck(now);
      return;
    }
    // Until established, all INITs have one tag and one number, because those of both ends may
    // cross.
    boolean standing = carriesData();
    int tag = standing ? newTag() : localTag;
    int tsn = standing ? random.nextInt() : localTsn;
    StateCookie made =
        new StateCookie(
            tag,
            tsn,
            UnknownParts.read(init),
            standing ? localTag : 0,
            standing ? peerTag : 0,
            now);
    List<Parameter> more = new ArrayList<>();
    more.add(new Parameter.StateCookie(seal.seal(made)));
    more.addAll(UnknownParts.report(init.parameters()));
    transmit(init.tag(), List.of(init(true, tag, tsn, more)));
  }

  private void onInitAck(Chunk.Init ack, long now) {
    if (state != State.COOKIE_WAIT) {
      return;
    }
    Optional<byte[]> theirs =
        ack.parameters().stream()
            .filter(Parameter.StateCookie.class::isInstance)
            .map(p -> ((Parameter.StateCookie) p).cookie())
            .findFirst();
    if (theirs.isEmpty()
        || theirs.get().length > settings.maxPacket() - SctpPacket.HEADER - Chunk.HEADER
        || ack.tag() == 0
        || ack.outgoingStreams() == 0
        || ack.incomingStreams() == 0) {
      LOG.debug("INIT ACK without what it needs");
      return;
    }
    adopt(UnknownParts.read(ack));
    cookie = theirs.get();
    state = State.COOKIE_ECHOED;
    attempts = 0;
    sendCookie(now);
  }

  private void adopt(StateCookie.PeerParameters peer) {
    peerTag = peer.tag();
    peerResets = peer.reconfiguration();
    peerStreams = peer.incomingStreams();
    outbound.begin(Integer.toUnsignedLong(peer.window()), peer.forwardTsn());
    inbound = newInbound(peer.tsn());
    resets = newResetsKeeping(peer.tsn());
  }

  private StreamResets newResetsKeeping(int peerTsn) {
    StreamResets next = newResets(peerTsn);
    resets.wanted().forEach(next::want);
    return next;
  }

  /** Handles COOKIE ECHO (RFC 9260, sections 5.1.5 and 5.2.4). */
  private boolean onCookieEcho(Chunk.CookieEcho echo, int tag, long now) {
    Optional<StateCookie> opened = seal.open(echo.cookie());
    if (opened.isEmpty() || tag != opened.get().localTag()) {
      return false;
    }
    StateCookie theirs = opened.get();
    boolean ours = theirs.localTag() == localTag;
    boolean known = theirs.peer().tag() == peerTag;
    boolean standing = carriesData();
    if (theirs.isStale(now) && !(ours && known)) {
      byte[] info = ByteBuffer.allocate(4).putInt(0).array();
      transmit(theirs.peer().tag(), List.of(failure(Chunk.ErrorCause.STALE_COOKIE, info)));
      return false;
    }
    if (standing && ours && known) {
      // The acknowledgement was lost.
      bundling.addFirst(new Chunk.CookieAck());
      return true;
    }
    if (standing) {
      if (ours || theirs.tieLocal() != localTag || theirs.tiePeer() != peerTag) {
        return false;
      }
      restart(theirs, now);
      return true;
    }
    if (!ours || state == State.SHUTDOWN_ACK_SENT) {
      return false;
    }
    if (state != State.COOKIE_ECHOED || !known) {
      adopt(theirs.peer());
    }
    bundling.addFirst(new Chunk.CookieAck());
    establish(now);
    return true;
  }

  private void restart(StateCookie theirs, long now) {
    localTag = theirs.localTag();
    localTsn = theirs.localTsn();
    roundTrip = new RoundTrip();
    outbound = new Outbound(settings, localTsn, roundTrip);
    resets = newResets(theirs.peer().tsn());
    bundling.clear();
    adopt(theirs.peer());
    state = State.ESTABLISHED;
    failures.begin(now);
    bundling.add(new Chunk.CookieAck());
    owner.onRestart();
  }

  private void establish(long now) {
    state = State.ESTABLISHED;
    handshakeAt = NEVER;
    attempts = 0;
    failures.begin(now);
    cookie = NOTHING;
    if (!peerResets && !resets.wanted().isEmpty()) {
      owner.onOutgoingReset(List.copyOf(resets.wanted()), false);
      resets = newResets(resets.peerNumber());
    }
    owner.onEstablished();
  }
}
