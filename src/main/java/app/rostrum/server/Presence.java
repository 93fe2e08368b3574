package app.rostrum.server;

import java.util.concurrent.atomic.AtomicBoolean;

/** Finds out whether a person is in a stream: in one of its lists or in the room. */
final class Presence {
  private final SyncApi sync;
  private final VideoApi video;
  private final Parallel parallel;

  Presence(SyncApi sync, VideoApi video, Parallel parallel) {
    this.sync = sync;
    this.video = video;
    this.parallel = parallel;
  }

  boolean isPresent(StreamRecord stream, String identity) {
    var present = new AtomicBoolean();
    parallel.run(
        () -> lookIn(stream, StreamRecord.SPEAKERS, identity, present),
        () -> lookIn(stream, StreamRecord.VIEWERS, identity, present),
        () -> {
          if (video.isConnected(stream.roomSid(), identity)) {
            present.set(true);
          }
        });
    return present.get();
  }

  private void lookIn(StreamRecord stream, String map, String identity, AtomicBoolean present) {
    if (sync.item(stream.syncServiceSid(), map, identity).isPresent()) {
      present.set(true);
    }
  }
}
