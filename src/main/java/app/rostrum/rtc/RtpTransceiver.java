package app.rostrum.rtc;

import app.rostrum.rtc.stats.StreamClock;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A section of an {@link RtcPeer} for sound or pictures, with at most one track each way. Safe for
 * any thread.
 */
public final class RtpTransceiver {
  /** The part of a peer that its sections use. */
  interface PeerContext {
    RtpSender newSender(MediaKind kind);

    /** Asks the other end for a keyframe of one of its sources. */
    void requestKeyframe(RtpTransceiver transceiver, long ssrc);

    /** Limits what the other end sends to a section. */
    void limitRate(RtpTransceiver transceiver, long bitsPerSecond);

    /** Returns the clock of a source; null if none of its sender reports has come. */
    @Nullable StreamClock clockOf(long ssrc);
  }

  private static final int LONGEST_TRACK_ID = 256;
  private static final int PAYLOAD_TYPES = 128;

  /** The most that an Opus packet may hold (RFC 6716, section 3.2.5). */
  private static final Duration LONGEST_PACKET = Duration.ofMillis(120);

  private final MediaKind kind;
  private final PeerContext peer;
  private final LongFunction<@Nullable StreamClock> clocks;
  private final LongAdder unsent = new LongAdder();

  private volatile Direction wanted;
  private volatile String trackId;
  private volatile String streamId = "-";
  private volatile @Nullable String mid;
  private volatile Direction current = Direction.INACTIVE;
  private volatile @Nullable String remoteTrackId;
  private volatile RtpSender sender;
  private volatile @Nullable RtpSender nextSender;
  private volatile @Nullable RtpLabels labels;
  private volatile RtpExtensions receivedExtensions = RtpExtensions.NONE;
  private volatile @Nullable Codec[] receivedCodecs = new Codec[PAYLOAD_TYPES];
  private volatile List<Codec> codecs;
  private volatile List<Long> layers = List.of();
  private volatile boolean retransmits;
  private volatile boolean limitable;
  private volatile boolean remoteSends;
  private volatile Duration longestPacket = LONGEST_PACKET;

  RtpTransceiver(
      MediaKind kind, Direction wanted, String trackId, List<Codec> codecs, PeerContext peer) {
    requireTrackId(trackId);
    this.kind = kind;
    this.wanted = wanted;
    this.trackId = trackId;
    this.codecs = List.copyOf(codecs);
    this.peer = peer;
    this.clocks = peer::clockOf;
    this.sender = peer.newSender(kind);
  }

  /** Refuses spaces and line ends: the id becomes part of a line in a description. */
  private static void requireTrackId(String trackId) {
    if (trackId.length() > LONGEST_TRACK_ID
        || !trackId.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("not a track id");
    }
  }

  public MediaKind kind() {
    return kind;
  }

  /** Returns the codecs that this end offers on the section, the favourite first. */
  public List<Codec> codecs() {
    return codecs;
  }

  /** Changes the codecs offered, for another track; takes effect with the next exchange. */
  public void setCodecs(List<Codec> codecs) {
    this.codecs = List.copyOf(codecs);
  }

  /** Returns the section's mid; empty until it has been in a description. */
  public Optional<String> mid() {
    return Optional.ofNullable(mid);
  }

  /** Returns the direction that the last completed exchange agreed on, seen from this end. */
  public Direction currentDirection() {
    return current;
  }

  /**
   * Sets the direction that this end wants; takes effect with the next exchange. A {@link
   * RtcPeer.IceRole#LITE} end receives what the other end sends, whatever is set here: clients put
   * their own tracks onto sections that a server once opened for its own.
   */
  public void setDirection(Direction direction) {
    wanted = direction;
  }

  /**
   * Sets the stream that the track belongs to (the first token of a=msid): receivers play tracks of
   * one stream in step.
   *
   * @throws IllegalArgumentException see {@link RtcPeer#addAudio}
   */
  public void setLocalStreamId(String streamId) {
    requireTrackId(streamId);
    this.streamId = streamId;
  }

  String localStreamId() {
    return streamId;
  }

  public String localTrackId() {
    return trackId;
  }

  /**
   * Reuses the section for another track; takes effect with the next exchange. The new track gets
   * an SSRC of its own.
   *
   * @throws IllegalArgumentException see {@link RtcPeer#addAudio}
   */
  public synchronized void setLocalTrackId(String trackId) {
    requireTrackId(trackId);
    if (!trackId.equals(this.trackId)) {
      this.trackId = trackId;
      nextSender = peer.newSender(kind);
    }
  }

  /** Returns the id of the track that the other end sends here; empty if it sends none. */
  public Optional<String> remoteTrackId() {
    return Optional.ofNullable(remoteTrackId);
  }

  /** Returns the SSRC of the stream that this end sends, unsigned 32 bits. */
  public long localSsrc() {
    return sender.ssrc();
  }

  /**
   * Packs one Opus frame and sends it; dropped and counted if the transport is not connected.
   *
   * @param timestamp in 48 kHz units; wraps at 32 bits
   * @param marker whether it is the first frame after silence
   * @param audioLevel RFC 6464, 0 to 127; -1 to leave it out
   * @param csrcs contributing sources, at most 15
   * @param csrcLevels RFC 6465 levels in the order of csrcs; empty to leave them out
   */
  public void sendOpus(
      byte[] frame,
      int length,
      long timestamp,
      boolean marker,
      int audioLevel,
      int[] csrcs,
      byte[] csrcLevels) {
    RtpLabels as = labels;
    if (as == null
        || !sender.send(as, frame, length, timestamp, marker, audioLevel, csrcs, csrcLevels)) {
      unsent.increment();
    }
  }

  /**
   * Leaves out the sequence numbers of frames that should have been sent, so that the other end
   * counts them as lost.
   *
   * @param frames fewer than 2^15, so that the encryption keeps step (RFC 3711, section 3.3.1)
   */
  public void leaveOut(int frames) {
    sender.leaveOut(frames);
  }

  /**
   * Sends a packet of another peer on, with this end's SSRC and payload type and its own numbers.
   */
  public void forward(RtpPacket packet) {
    RtpLabels as = labels;
    if (as == null || !sender.forward(as, packet, Codec.OPUS, null)) {
      unsent.increment();
    }
  }

  /**
   * Sends a packet of another peer on; dropped and counted if the other end does not take its
   * codec.
   *
   * @param codec the packet's codec
   * @param from the section that received it
   */
  public void forward(RtpPacket packet, Codec codec, RtpTransceiver from) {
    RtpLabels as = labels;
    if (as == null || !sender.forward(as, packet, codec, from.clocks)) {
      unsent.increment();
    }
  }

  /** Returns whether the other end takes a codec here, by the last exchange. */
  public boolean takes(Codec codec) {
    RtpLabels as = labels;
    return as != null && as.payloadType(codec) >= 0;
  }

  /** Returns the codec of a packet that this section received; Opus if that is no longer known. */
  public Codec codecOf(RtpPacket packet) {
    Codec codec = receivedCodec(packet.payloadType());
    return codec == null ? Codec.OPUS : codec;
  }

  /**
   * Returns the sources that carry one picture in several sizes, the smallest first, as the other
   * end describes them (a=ssrc-group:SIM); empty if there is only one.
   */
  public List<Long> layers() {
    return layers;
  }

  /**
   * Limits the bits per second that the other end sends here, if it has agreed to goog-remb. The
   * limit has to be repeated about once a second.
   */
  public void limitRate(long bitsPerSecond) {
    if (limitable) {
      peer.limitRate(this, bitsPerSecond);
    }
  }

  /**
   * Returns how much sound the other end takes in a packet (a=maxptime, RFC 8866, section 6.4); 120
   * ms if it does not say.
   */
  public Duration longestPacket() {
    return longestPacket;
  }

  /** Returns the share of the packets sent lately that the other end reports lost, 0 to 1. */
  public double lossRatio() {
    return sender.lossRatio();
  }

  /**
   * Asks the other end for a keyframe.
   *
   * @param ssrc one of its sources
   */
  public void requestKeyframe(long ssrc) {
    peer.requestKeyframe(this, ssrc);
  }

  // --- For the negotiation, under the peer's lock ---

  /** Returns the direction for the next description. */
  Direction wanted(boolean lite) {
    boolean receives = wanted.receives() || lite && remoteSends;
    return direction(wanted.sends(), receives);
  }

  static Direction direction(boolean sends, boolean receives) {
    return sends
        ? receives ? Direction.SENDRECV : Direction.SENDONLY
        : receives ? Direction.RECVONLY : Direction.INACTIVE;
  }

  void assignMid(@Nullable String mid) {
    this.mid = mid;
  }

  /** Returns the SSRC that the next description announces. */
  long announcedSsrc() {
    RtpSender next = nextSender;
    return next == null ? sender.ssrc() : next.ssrc();
  }

  RtpSender sender() {
    return sender;
  }

  boolean remoteSends() {
    return remoteSends;
  }

  void setRemoteSends(boolean remoteSends) {
    this.remoteSends = remoteSends;
  }

  /** Applies what an exchange agreed on; returns whether the receiving side changed. */
  synchronized boolean settle(Direction agreed, RemoteSession.Section theirs) {
    RtpSender next = nextSender;
    if (next != null) {
      sender = next;
      nextSender = null;
    }
    @Nullable Codec[] received = new Codec[PAYLOAD_TYPES];
    theirs.payloads().forEach(payload -> received[payload.type()] = payload.codec());
    receivedCodecs = received;
    receivedExtensions = theirs.extensions();
    retransmits = Payload.anySays(theirs.payloads(), Payload.Kind.NACK);
    limitable = Payload.anySays(theirs.payloads(), Payload.Kind.ESTIMATE);
    layers = theirs.media().ssrcGroup("SIM");
    longestPacket =
        Duration.ofMillis(
            theirs.number("maxptime", LONGEST_PACKET.toMillis(), LONGEST_PACKET.toMillis()));
    labels =
        agreed.sends()
            ? RtpLabels.of(
                theirs.payloads(), theirs.extensions(), Objects.requireNonNullElse(mid, ""))
            : null;
    current = agreed;
    String track = agreed.receives() ? theirs.trackId() : null;
    boolean changed = !Objects.equals(track, remoteTrackId);
    remoteTrackId = track;
    return changed;
  }

  /** Stops sending at once: the peer is closed. */
  void stop() {
    labels = null;
    current = Direction.INACTIVE;
  }

  /** Returns the codec of a payload type; null if it was not agreed on. */
  @Nullable Codec receivedCodec(int payloadType) {
    return receivedCodecs[payloadType];
  }

  /** Notes that an offer of this end had NACK in it. */
  void offeredRetransmission() {
    retransmits = true;
  }

  /** Returns whether this end may ask for packets that it misses. */
  boolean retransmits() {
    return retransmits;
  }

  RtpExtensions receivedExtensions() {
    return receivedExtensions;
  }

  long unsent() {
    return unsent.sum();
  }
}
