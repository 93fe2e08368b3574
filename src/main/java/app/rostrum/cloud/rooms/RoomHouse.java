package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Sids;
import app.rostrum.rtc.MediaPort;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What a room needs from around it. */
interface RoomHouse {
  RoomSettings settings();

  RoomTable table();

  RoomCallbacks callbacks();

  Sids sids();

  Clock clock();

  MediaPort mediaPort();

  ScheduledExecutorService timer();

  /** A session has begun and can be resumed from now on. */
  void opened(String session, LiveRoom room, Member member);

  void closed(String session);

  /** The room is completed; its name is free. */
  void ended(LiveRoom room);
}
