package app.rostrum.sdk.video;

import app.rostrum.media.LocalAudioTrack;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.Published;
import app.rostrum.wire.room.TrackKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** This end's own tracks as the server is told of them. */
final class Publications {
  private record Entry(LocalAudioTrack track, String name, CompletableFuture<Void> accepted) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int revision = 1;
  private int publishedRevision;

  CompletableFuture<Void> add(LocalAudioTrack track, String name) {
    Entry known = entries.get(track.id());
    if (known != null) {
      return known.accepted();
    }
    var entry = new Entry(track, name, new CompletableFuture<>());
    entries.put(track.id(), entry);
    revision++;
    return entry.accepted();
  }

  /** Whether it was there. */
  boolean remove(LocalAudioTrack track) {
    Entry entry = entries.remove(track.id());
    if (entry == null) {
      return false;
    }
    entry.accepted().completeExceptionally(new CancellationException("unpublished"));
    revision++;
    return true;
  }

  /** A track was muted or unmuted. */
  void changed() {
    revision++;
  }

  List<LocalAudioTrack> tracks() {
    return entries.values().stream().map(Entry::track).toList();
  }

  LocalParticipant toWire() {
    return new LocalParticipant(
        revision,
        entries.values().stream()
            .map(
                e ->
                    new LocalParticipant.Track(
                        e.track().id(), TrackKind.AUDIO, e.name(), e.track().enabled(), "standard"))
            .toList());
  }

  int revision() {
    return revision;
  }

  /** Takes the server's answer in, and returns the tracks that it refused. */
  List<LocalAudioTrack> published(Published answer) {
    if (answer.revision() <= publishedRevision) {
      return List.of();
    }
    publishedRevision = answer.revision();
    return answer.tracks().stream()
        .map(
            track -> {
              Entry entry = entries.get(track.id());
              if (entry == null) {
                return Optional.<LocalAudioTrack>empty();
              }
              return switch (track) {
                case Published.Track.Ready _ -> {
                  entry.accepted().complete(null);
                  yield Optional.<LocalAudioTrack>empty();
                }
                case Published.Track.Failed failed -> {
                  entry
                      .accepted()
                      .completeExceptionally(
                          new Room.ConnectException(
                              new DisconnectReason.Refused(
                                  failed.problem().code(), failed.problem().message())));
                  yield Optional.of(entry.track());
                }
                case Published.Track.Created _ -> Optional.<LocalAudioTrack>empty();
              };
            })
        .flatMap(Optional::stream)
        .toList();
  }

  /** Nobody will answer any more. */
  void end(DisconnectReason reason) {
    entries
        .values()
        .forEach(e -> e.accepted().completeExceptionally(new Room.ConnectException(reason)));
  }
}
