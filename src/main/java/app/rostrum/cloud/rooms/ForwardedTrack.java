package app.rostrum.cloud.rooms;

import app.rostrum.rtc.Codec;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.wire.room.TrackKind;
import app.rostrum.wire.rtp.RedPayload;
import app.rostrum.wire.rtp.RtpException;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A published audio or video track and the transceivers that its packets go out on, unchanged.
 * Outputs change on the room's thread; packets arrive on media threads and are forwarded at once,
 * without blocking.
 */
final class ForwardedTrack implements Publication {
  /** The origin of the newest packet. */
  private record Source(RtpTransceiver section, long ssrc) {}

  private final String publisher;
  private final String sid;
  private final String id;
  private final String name;
  private final TrackKind kind;
  private final List<AudioTap> taps;
  private final List<RtpTransceiver> outputs = new CopyOnWriteArrayList<>();
  private final TrackLoudness loudness = new TrackLoudness();
  private final LayerChoice layers = new LayerChoice();
  private final PictureRate rate = new PictureRate();
  private final KeyframeRequests keyframes = new KeyframeRequests();
  private volatile boolean enabled;
  private volatile String priority;
  private volatile List<Codec> codecs = List.of();
  private volatile @Nullable Source source;

  /**
   * @param publisher the participant's SID
   * @param id the id given by the publisher
   * @param taps the room's taps, which change; they get audio only
   */
  ForwardedTrack(
      String publisher,
      String sid,
      String id,
      String name,
      TrackKind kind,
      boolean enabled,
      String priority,
      List<AudioTap> taps) {
    this.publisher = publisher;
    this.sid = sid;
    this.id = id;
    this.name = name;
    this.kind = kind;
    this.enabled = enabled;
    this.priority = priority;
    this.taps = taps;
  }

  @Override
  public String sid() {
    return sid;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrackKind kind() {
    return kind;
  }

  String publisher() {
    return publisher;
  }

  boolean isAudio() {
    return kind == TrackKind.AUDIO;
  }

  @Override
  public boolean enabled() {
    return enabled;
  }

  @Override
  public String priority() {
    return priority;
  }

  @Override
  public boolean update(boolean newEnabled, String newPriority) {
    boolean differs = enabled != newEnabled || !priority.equals(newPriority);
    enabled = newEnabled;
    priority = newPriority;
    return differs;
  }

  /**
   * Returns the codecs that the publisher may send, the preferred one first; empty until it has
   * described them.
   */
  List<Codec> codecs() {
    return codecs;
  }

  void setCodecs(List<Codec> codecs) {
    this.codecs = codecs;
  }

  /** Adds an output. Video begins with a keyframe. */
  void addOutput(RtpTransceiver output) {
    if (!outputs.contains(output)) {
      outputs.add(output);
      requestKeyframe();
    }
  }

  void removeOutput(RtpTransceiver output) {
    outputs.remove(output);
  }

  /** Asks the publisher for a keyframe, which a subscriber needs to go on. Safe for any thread. */
  void requestKeyframe() {
    Source from = source;
    // Before the first packet the source is unknown, and video begins with a keyframe anyway.
    if (from != null && keyframes.request(System.nanoTime())) {
      from.section().requestKeyframe(from.ssrc());
    }
  }

  /**
   * Forwards a packet. Must not be called by two threads at a time: the packets of one track come
   * on one thread.
   */
  void accept(RtpTransceiver from, RtpPacket packet, long nowNanos) {
    if (kind == TrackKind.VIDEO) {
      acceptPicture(from, packet, nowNanos);
    } else {
      acceptSound(from, packet, nowNanos);
    }
  }

  private void acceptPicture(RtpTransceiver from, RtpPacket packet, long nowNanos) {
    Codec codec = from.codecOf(packet);
    boolean keyframe = codec.startsKeyframe(packet.payload());
    boolean taken = layers.takes(packet.ssrc(), from.layers(), keyframe, nowNanos);
    if (layers.wanted() >= 0 && keyframes.request(nowNanos)) {
      from.requestKeyframe(layers.wanted());
    }
    if (!taken) {
      return;
    }
    Source before = source;
    if (before == null || before.section() != from || before.ssrc() != packet.ssrc()) {
      source = new Source(from, packet.ssrc());
    }
    if (keyframe) {
      keyframes.fulfilled();
    } else if (keyframes.due(nowNanos)) {
      from.requestKeyframe(packet.ssrc());
    }
    for (RtpTransceiver output : outputs) {
      output.forward(packet, codec, from);
    }
    if (rate.due(nowNanos)) {
      from.limitRate(rate.next(loss()));
    }
  }

  /** Returns the average share of packets that the subscribers lose, 0 to 1. */
  private double loss() {
    double sum = 0;
    int count = 0;
    for (RtpTransceiver output : outputs) {
      sum += output.lossRatio();
      count++;
    }
    return count == 0 ? 0 : sum / count;
  }

  private void acceptSound(RtpTransceiver from, RtpPacket packet, long nowNanos) {
    Codec codec = from.codecOf(packet);
    RtpPacket opus = packet;
    if (codec.equals(Codec.RED)) {
      try {
        opus = packet.withPayload(RedPayload.primary(packet.payload()));
      } catch (RtpException e) {
        return;
      }
    }
    for (RtpTransceiver output : outputs) {
      if (opus != packet && output.takes(Codec.RED)) {
        output.forward(packet, Codec.RED, from);
      } else {
        output.forward(opus, Codec.OPUS, from);
      }
    }
    loudness.onPacket(opus, nowNanos);
    for (AudioTap tap : taps) {
      tap.onPacket(sid, opus, nowNanos);
    }
  }

  /**
   * Returns the loudness in dB above -127 dBov; 0 if no level was received within half a second.
   */
  double loudness(long nowNanos) {
    return loudness.at(nowNanos);
  }
}
