package app.rostrum.sdk.video;

import app.rostrum.media.LocalAudioTrack;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.Published;
import app.rostrum.wire.room.TrackKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The local participant's published tracks, in the revisions that the server is sent. */
final class Publications {
  /** The audio or data track of a publication. */
  sealed interface Source {
    record Audio(LocalAudioTrack track) implements Source {}

    record Data(PublishedDataTrack track) implements Source {}

    default String id() {
      return switch (this) {
        case Audio(var track) -> track.id();
        case Data(var track) -> track.id();
      };
    }

    private LocalParticipant.Track toWire(String name) {
      return switch (this) {
        case Audio(var track) ->
            new LocalParticipant.Track(
                track.id(), TrackKind.AUDIO, name, track.enabled(), "standard");
        case Data(var track) ->
            new LocalParticipant.Track(track.id(), TrackKind.DATA, name, true, "standard");
      };
    }
  }

  private record Entry(Source source, String name, CompletableFuture<Void> accepted) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int revision = 1;
  private int publishedRevision;

  /** Adds a publication; the future completes when the server has accepted it. */
  CompletableFuture<Void> add(Source source, String name) {
    Entry known = entries.get(source.id());
    if (known != null) {
      return known.accepted();
    }
    var entry = new Entry(source, name, new CompletableFuture<>());
    entries.put(source.id(), entry);
    revision++;
    return entry.accepted();
  }

  /** Removes a publication; returns whether there was one. */
  boolean remove(Source source) {
    Entry entry = entries.remove(source.id());
    if (entry == null) {
      return false;
    }
    entry.accepted().completeExceptionally(new CancellationException("unpublished"));
    revision++;
    return true;
  }

  /** Notes that a track was muted or unmuted. */
  void changed() {
    revision++;
  }

  List<Source> sources() {
    return entries.values().stream().map(Entry::source).toList();
  }

  LocalParticipant toWire() {
    return new LocalParticipant(
        revision, entries.values().stream().map(e -> e.source().toWire(e.name())).toList());
  }

  int revision() {
    return revision;
  }

  /** Applies the server's answer; returns the tracks that it refused. */
  List<Source> published(Published answer) {
    if (answer.revision() <= publishedRevision) {
      return List.of();
    }
    publishedRevision = answer.revision();
    var refused = new ArrayList<Source>();
    for (Published.Track track : answer.tracks()) {
      Entry entry = entries.get(track.id());
      if (entry == null) {
        continue;
      }
      switch (track) {
        case Published.Track.Ready _ -> entry.accepted().complete(null);
        case Published.Track.Failed failed -> {
          entry
              .accepted()
              .completeExceptionally(
                  new Room.ConnectException(
                      new DisconnectReason.Refused(
                          failed.problem().code(), failed.problem().message())));
          refused.add(entry.source());
        }
        case Published.Track.Created _ -> {
          // Not accepted yet.
        }
      }
    }
    return refused;
  }

  /** Fails the publications without an answer, because the room was left. */
  void end(DisconnectReason reason) {
    entries
        .values()
        .forEach(e -> e.accepted().completeExceptionally(new Room.ConnectException(reason)));
  }
}
