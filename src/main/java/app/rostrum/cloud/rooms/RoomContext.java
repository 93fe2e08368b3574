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

  /** Registers a session, which can be resumed from now on. */
  void opened(String session, LiveRoom room, Member member);

  void closed(String session);

  /** Removes a completed room, whose name is free again. */
  void ended(LiveRoom room);
}
