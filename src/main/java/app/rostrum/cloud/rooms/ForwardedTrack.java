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
 * A published track of sound or pictures and where its packets go, as they are. Outputs change on
 * the room's thread; packets arrive on media threads, go out at once and wait for nobody.
 */
final class ForwardedTrack implements Publication {
  /** Where a track's packets come from, as the last one had it. */
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
   * @param id the publisher's own
   * @param taps of the room, changing; they hear sound only
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

  /** What the publisher may send, the favourite first; empty until it has described it. */
  List<Codec> codecs() {
    return codecs;
  }

  void setCodecs(List<Codec> codecs) {
    this.codecs = codecs;
  }

  /** From now on the packets go there as well; pictures begin with one that stands alone. */
  void addOutput(RtpTransceiver output) {
    if (!outputs.contains(output)) {
      outputs.add(output);
      requestKeyframe();
    }
  }

  void removeOutput(RtpTransceiver output) {
    outputs.remove(output);
  }

  /** A subscriber cannot go on without a picture that stands alone. Any thread. */
  void requestKeyframe() {
    Source from = source;
    // Before the first packet there is nobody to ask, and pictures begin with one anyway.
    if (from != null && keyframes.request(System.nanoTime())) {
      from.section().requestKeyframe(from.ssrc());
    }
  }

  /** One writer at a time: packets of one track come on one thread. */
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

  /** What the subscribers lose, on average. */
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

  /** In dB above -127 dBov; 0 if nothing was heard within half a second. */
  double loudness(long nowNanos) {
    return loudness.at(nowNanos);
  }
}
