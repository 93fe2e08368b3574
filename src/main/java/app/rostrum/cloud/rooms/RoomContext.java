package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Sids;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Timers;
import java.time.Clock;

/** The services that a room needs from {@link Rooms}. */
interface RoomContext {
  RoomSettings settings();

  RoomTable table();

  RoomCallbacks callbacks();

  Sids sids();

  Clock clock();

  MediaPort mediaPort();

  Timers timers();

  /** Registers a member's session, which can be resumed from now on. */
  void opened(String roomSid, Member member);

  void closed(Member member);

  /** Removes a completed room, whose name is free again. */
  void ended(String roomSid);
}
