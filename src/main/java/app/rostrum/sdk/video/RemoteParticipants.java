package app.rostrum.sdk.video;

import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.Subscribed;
import app.rostrum.wire.room.TrackKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The remote participants, their publications, and which of them can be heard. Three sources
 * describe of a track, in any order: its publication (by SID), its subscription (SID to id), its
 * media (by id).
 */
final class RemoteParticipants {
  private static final int MAX_GONE = 10_000;

  private final Map<String, ParticipantState> participants = new LinkedHashMap<>();
  private final Map<String, Integer> gone =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MAX_GONE;
        }
      };
  private final Map<String, String> idOfSid = new HashMap<>();
  private final Map<String, Integer> media = new HashMap<>();
  private int subscribedRevision;

  /** Applies the server's changes. The local participant's own entry is ignored. */
  void update(List<ParticipantState> list, String ownSid) {
    for (ParticipantState fresh : list) {
      ParticipantState known = participants.get(fresh.sid());
      int lastRevision =
          known != null ? known.revision() : gone.getOrDefault(fresh.sid(), Integer.MIN_VALUE);
      if (fresh.sid().equals(ownSid) || fresh.revision() <= lastRevision) {
        continue;
      }
      if (fresh.state() == ParticipantState.State.DISCONNECTED) {
        participants.remove(fresh.sid());
        gone.put(fresh.sid(), fresh.revision());
      } else {
        participants.put(fresh.sid(), fresh);
      }
    }
  }

  /** Applies a complete list: participants that are missing have left. */
  void replace(List<ParticipantState> list, String ownSid) {
    var listed = new HashSet<String>();
    list.forEach(p -> listed.add(p.sid()));
    participants.keySet().retainAll(listed);
    update(list, ownSid);
  }

  void subscribed(Subscribed fresh) {
    if (fresh.revision() > subscribedRevision) {
      subscribedRevision = fresh.revision();
      idOfSid.clear();
      fresh.tracks().stream()
          .filter(t -> !t.id().isEmpty())
          .forEach(t -> idOfSid.put(t.sid(), t.id()));
    }
  }

  void mediaBegan(String trackId) {
    media.merge(trackId, 1, Integer::sum);
  }

  void mediaEnded(String trackId) {
    media.computeIfPresent(trackId, (id, count) -> count > 1 ? count - 1 : null);
  }

  Optional<String> identity(String sid) {
    return Optional.ofNullable(participants.get(sid)).map(ParticipantState::identity);
  }

  /** Returns the publishers' identities by the track's id on the media plane. */
  Map<String, String> identitiesByTrackId() {
    var map = new HashMap<String, String>();
    for (ParticipantState participant : participants.values()) {
      for (ParticipantState.Track track : participant.tracks()) {
        String id = idOfSid.get(track.sid());
        if (id != null) {
          map.put(id, participant.identity());
        }
      }
    }
    return map;
  }

  /** Returns the ids on the media plane of the tracks of some participants. */
  Set<String> trackIdsOf(Set<String> identities) {
    return identitiesByTrackId().entrySet().stream()
        .filter(track -> identities.contains(track.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Finds a subscribed data track by its id. */
  Optional<DataReception.Source> dataSource(String trackId) {
    for (ParticipantState participant : participants.values()) {
      for (ParticipantState.Track track : participant.tracks()) {
        if (track.kind() == TrackKind.DATA && trackId.equals(idOfSid.get(track.sid()))) {
          return Optional.of(new DataReception.Source(participant.identity(), track.name()));
        }
      }
    }
    return Optional.empty();
  }

  List<RemoteParticipant> view() {
    Set<String> heard = media.keySet();
    return participants.values().stream()
        .map(
            p ->
                new RemoteParticipant(
                    p.sid(),
                    p.identity(),
                    p.state() == ParticipantState.State.RECONNECTING,
                    p.tracks().stream()
                        .filter(t -> t.kind() == TrackKind.AUDIO)
                        .map(
                            t ->
                                new RemoteParticipant.AudioPublication(
                                    t.sid(),
                                    t.name(),
                                    t.enabled(),
                                    Optional.ofNullable(idOfSid.get(t.sid()))
                                        .filter(heard::contains)
                                        .isPresent()))
                        .toList(),
                    p.tracks().stream()
                        .filter(t -> t.kind() == TrackKind.DATA)
                        .map(
                            t ->
                                new RemoteParticipant.DataPublication(
                                    t.sid(), t.name(), idOfSid.containsKey(t.sid())))
                        .toList()))
        .toList();
  }
}
