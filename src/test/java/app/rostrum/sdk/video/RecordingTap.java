package app.rostrum.sdk.video;

import app.rostrum.cloud.rooms.AudioTap;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A tap that records its events. */
final class RecordingTap implements AudioTap {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger packets = new AtomicInteger();

  List<String> events() {
    return events;
  }

  int packets() {
    return packets.get();
  }

  @Override
  public void onTrack(String identity, String trackSid, boolean enabled) {
    events.add(identity + (enabled ? " on" : " off"));
  }

  @Override
  public void onTrackEnded(String trackSid) {
    events.add("ended");
  }

  @Override
  public void onPacket(String trackSid, RtpPacket packet, long receivedNanos) {
    packets.incrementAndGet();
  }

  @Override
  public void onRoomEnded() {
    events.add("room ended");
  }
}
