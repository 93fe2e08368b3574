package app.rostrum.cloud.live;

import app.rostrum.cloud.rooms.AudioTap;
import app.rostrum.cloud.rooms.RoomAudio;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A single room, "RM1", in progress until it is ended. */
final class FakeRooms implements RoomAudio {
  final List<AudioTap> taps = new CopyOnWriteArrayList<>();
  volatile boolean open = true;

  @Override
  public Optional<AudioTap.Handle> tap(String roomSid, AudioTap tap) {
    if (!open || !roomSid.equals("RM1")) {
      return Optional.empty();
    }
    taps.add(tap);
    return Optional.of(() -> taps.remove(tap));
  }
}
