package app.rostrum.cloud.rooms;

import java.util.Optional;

/** Gives access to the audio of rooms, to mix or record it. */
@FunctionalInterface
public interface RoomAudio {
  /**
   * Adds a tap to a room, which may still be empty.
   *
   * @param roomSid a room in progress
   * @return empty if there is no such room in progress
   */
  Optional<AudioTap.Handle> tap(String roomSid, AudioTap tap);
}
