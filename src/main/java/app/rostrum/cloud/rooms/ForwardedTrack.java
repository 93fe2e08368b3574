package app.rostrum.cloud.rooms;

import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.wire.room.TrackKind;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A published audio track and where its packets go. Outputs change on the room's thread; packets
 * arrive on media threads, go out at once and wait for nobody.
 */
final class ForwardedTrack implements Publication {
  /** How much of the loudness a new packet decides; 20 ms each, so about half a second. */
  private static final double SMOOTHING = 0.06;

  private final String sid;
  private final String id;
  private final String name;
  private final TrackKind kind;
  private final List<AudioTap> taps;
  private final List<RtpTransceiver> outputs = new CopyOnWriteArrayList<>();
  private volatile boolean enabled;
  private volatile String priority;
  private volatile double loudness;
  private volatile long heardNanos;

  /**
   * @param id the publisher's own
   * @param taps of the room, changing
   */
  ForwardedTrack(
      String sid,
      String id,
      String name,
      TrackKind kind,
      boolean enabled,
      String priority,
      List<AudioTap> taps) {
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

  void addOutput(RtpTransceiver output) {
    if (!outputs.contains(output)) {
      outputs.add(output);
    }
  }

  void removeOutput(RtpTransceiver output) {
    outputs.remove(output);
  }

  /** One writer at a time: packets of one track come on one thread. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void accept(RtpPacket packet, long nowNanos) {
    for (RtpTransceiver output : outputs) {
      output.forward(packet);
    }
    if (packet.audioLevel() >= 0) {
      double level = 127 - packet.audioLevel();
      loudness += (level - loudness) * (level > loudness ? 2 * SMOOTHING : SMOOTHING);
      heardNanos = nowNanos;
    }
    for (AudioTap tap : taps) {
      tap.onPacket(sid, packet, nowNanos);
    }
  }

  /** In dB above -127 dBov; 0 if nothing was heard within half a second. */
  double loudness(long nowNanos) {
    return nowNanos - heardNanos < 500_000_000L ? loudness : 0;
  }
}
