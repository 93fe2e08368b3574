package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.TrackKind;

/** A published track, whatever it carries. Changes on the room's thread. */
sealed interface Publication permits ForwardedTrack, ForwardedData {
  String sid();

  /** The publisher's own. */
  String id();

  String name();

  TrackKind kind();

  boolean enabled();

  String priority();

  /** Takes a new state over and tells whether it differs. */
  boolean update(boolean enabled, String priority);

  /** As the others see it. */
  default ParticipantState.Track view() {
    return new ParticipantState.Track(sid(), name(), kind(), enabled(), priority());
  }
}
