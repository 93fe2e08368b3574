package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.sdk.video.Publications.Source;
import app.rostrum.wire.room.Published;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes and unpublishes the local participant's tracks: to the server and on the peer
 * connections. On the room's serial executor, except where a method says otherwise.
 */
final class LocalTracks {
  private static final Logger LOG = LoggerFactory.getLogger(LocalTracks.class);

  private final Executor serial;
  private final Publications publications;
  private final PeerSet peers;
  private final Runnable onChange;
  private boolean ended;

  /**
   * @param onChange sends changes of the publications to the server
   */
  LocalTracks(Executor serial, Publications publications, PeerSet peers, Runnable onChange) {
    this.serial = serial;
    this.publications = publications;
    this.peers = peers;
    this.onChange = onChange;
  }

  /** Publishes an audio track; completes when the server has accepted it. From any thread. */
  CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
    var result = new CompletableFuture<Void>();
    serial.execute(() -> publish(new Source.Audio(track), name, result));
    return result;
  }

  /** Publishes a data track; completes when the server has accepted it. From any thread. */
  CompletableFuture<LocalDataTrack> publishData(String name, DataChannel.Options options) {
    var track =
        new PublishedDataTrack(
            name, options, ended -> serial.execute(() -> unpublish(new Source.Data(ended))));
    var result = new CompletableFuture<LocalDataTrack>();
    var accepted = new CompletableFuture<Void>();
    accepted.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            result.complete(track);
          } else {
            track.end();
            result.completeExceptionally(failure);
          }
        });
    serial.execute(() -> publish(new Source.Data(track), name, accepted));
    return result;
  }

  private void publish(Source source, String name, CompletableFuture<Void> result) {
    if (ended) {
      result.completeExceptionally(new IllegalStateException("the room has been left"));
      return;
    }
    CompletableFuture<Void> accepted = publications.add(source, name);
    accepted.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            result.complete(null);
          } else {
            result.completeExceptionally(failure);
          }
        });
    onChange.run();
    try {
      peers.add(source);
    } catch (Throwable e) {
      // Native media code throws Errors for what it refuses.
      LOG.warn("the track {} cannot be sent", name, e);
      accepted.completeExceptionally(e);
      publications.remove(source);
      onChange.run();
    }
  }

  /** Unpublishes an audio track. From any thread. */
  void unpublish(LocalAudioTrack track) {
    serial.execute(() -> unpublish(new Source.Audio(track)));
  }

  private void unpublish(Source source) {
    if (publications.remove(source)) {
      onChange.run();
      peers.remove(source);
    }
  }

  /** Mutes or unmutes an audio track. From any thread. */
  void setEnabled(LocalAudioTrack track, boolean enabled) {
    track.setEnabled(enabled); // At once: muting must not wait for anything.
    serial.execute(
        () -> {
          publications.changed();
          onChange.run();
        });
  }

  /** Applies the server's answer to the publications: unpublishes the refused ones. */
  void published(Published answer) {
    List<Source> refused = publications.published(answer);
    for (Source source : refused) {
      publications.remove(source);
      peers.remove(source);
    }
    if (!refused.isEmpty()) {
      onChange.run();
    }
  }

  /** Ends all publications that the server has not accepted. */
  void end(DisconnectReason reason) {
    ended = true;
    publications.end(reason);
  }
}
