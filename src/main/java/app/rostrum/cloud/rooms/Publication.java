package app.rostrum.cloud.rooms;

import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.TrackKind;

/** A published track of any kind. Changes on the room's thread. */
sealed interface Publication permits ForwardedTrack, ForwardedData {
  String sid();

  /** Returns the id given by the publisher. */
  String id();

  String name();

  TrackKind kind();

  boolean enabled();

  String priority();

  /** Takes a new state. Returns whether it differs from the old one. */
  boolean update(boolean enabled, String priority);

  /** Returns the track as the other participants see it. */
  default ParticipantState.Track view() {
    return new ParticipantState.Track(sid(), name(), kind(), enabled(), priority());
  }
}
