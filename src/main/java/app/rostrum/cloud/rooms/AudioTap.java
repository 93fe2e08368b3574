package app.rostrum.cloud.rooms;

import app.rostrum.wire.rtp.RtpPacket;

/**
 * Listens in on the audio of one room, before it is forwarded. Tracks are told one after another on
 * the room's own thread; packets come on the media threads, those of one track in order of arrival.
 * No call may block: hand over and return. A packet may arrive shortly before its track is
 * announced or after it has ended; drop it then.
 */
public interface AudioTap {
  /**
   * A track that is published now, or one whose mute state has changed. On tapping, all the room's
   * tracks are told at once.
   *
   * @param enabled false while muted
   */
  void onTrack(String identity, String trackSid, boolean enabled);

  /** The track was unpublished or its participant has left for good. */
  void onTrackEnded(String trackSid);

  /**
   * @param packet Opus, not decoded, its numbers as the sender gave them
   * @param receivedNanos {@link System#nanoTime()} at arrival
   */
  void onPacket(String trackSid, RtpPacket packet, long receivedNanos);

  /** The room is completed; the last call. */
  void onRoomEnded();

  /** What {@link Rooms#tap} returns: closing it ends the calls, apart from those under way. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }
}
