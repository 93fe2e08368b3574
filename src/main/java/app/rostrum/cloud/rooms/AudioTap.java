package app.rostrum.cloud.rooms;

import app.rostrum.wire.rtp.RtpPacket;

/**
 * Receives a copy of one room's audio. Tracks are announced one after another on the room's own
 * thread; packets come on the media threads, those of one track in order of arrival. No call may
 * block. A packet may arrive shortly before its track is announced or after it has ended; drop it
 * then.
 */
public interface AudioTap {
  /**
   * Called when a track is published or its mute state has changed. When the tap is added, all
   * tracks of the room are announced at once.
   *
   * @param enabled false while muted
   */
  void onTrack(String identity, String trackSid, boolean enabled);

  /** Called when a track was unpublished or its participant has left for good. */
  void onTrackEnded(String trackSid);

  /**
   * @param packet Opus, not decoded, its numbers as the sender gave them
   * @param receivedNanos {@link System#nanoTime()} at arrival
   */
  void onPacket(String trackSid, RtpPacket packet, long receivedNanos);

  /** Called last, when the room is completed. */
  void onRoomEnded();

  /** Removes the tap when it is closed. Calls under way still finish. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }
}
