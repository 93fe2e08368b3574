package app.rostrum.cloud.rooms;

import java.util.Optional;

/** The rooms of the embedded cloud. */
public final class Rooms implements RoomAudio {
  @Override
  public Optional<AudioTap.Handle> tap(String roomSid, AudioTap tap) {
    throw new UnsupportedOperationException();
  }
}
