package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Sids;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Timers;
import java.time.Clock;

/** What a room needs from around it. */
interface RoomContext {
  RoomSettings settings();

  RoomTable table();

  RoomCallbacks callbacks();

  Sids sids();

  Clock clock();

  MediaPort mediaPort();

  Timers timers();

  /** A session has begun and can be resumed from now on. */
  void opened(String session, LiveRoom room, Member member);

  void closed(String session);

  /** The room is completed; its name is free. */
  void ended(LiveRoom room);
}
