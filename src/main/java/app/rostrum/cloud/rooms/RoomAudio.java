package app.rostrum.cloud.rooms;

import java.util.Optional;

/** The audio of rooms, for whoever mixes or records it. {@link Rooms} is one. */
@FunctionalInterface
public interface RoomAudio {
  /**
   * Listens in on a room from now on, whether somebody is in it yet or not.
   *
   * @param roomSid a room in progress
   * @return empty if there is no such room in progress
   */
  Optional<AudioTap.Handle> tap(String roomSid, AudioTap tap);
}
