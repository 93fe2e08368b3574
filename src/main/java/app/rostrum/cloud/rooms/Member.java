package app.rostrum.cloud.rooms;

import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Timers;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.Published;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.Subscribed;
import app.rostrum.wire.room.TrackError;
import app.rostrum.wire.room.TrackKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A participant in a room, with or without a socket at the moment. Belongs to the room's thread.
 */
final class Member {
  private static final int MAX_TRACKS = 20;

  /** Track ids: text that is valid both in a=msid and as a data channel's label. */
  private static final Pattern ID = Pattern.compile("[!-~]{1,256}");

  private static final int MAX_TRACK_NAME = 128;

  private final ParticipantRecord participant;
  private final String session;
  private final MemberSignals signals;
  private final Optional<MediaPort> mediaPort;
  private final MemberQuality quality = new MemberQuality();
  private final MemberPath path = new MemberPath();
  private final MessageBudget dataBudget = MessageBudget.ofData(System.nanoTime());
  private final Map<String, Publication> tracks = new LinkedHashMap<>();
  private final Map<String, TrackError> refused = new LinkedHashMap<>();
  private @Nullable MemberSocket socket;
  private Timers.Timer expiry = Timers.Timer.NONE;
  private SubscriptionRules rules;
  private @Nullable MediaConnection mediaConnection;
  private @Nullable DataConnections data;
  private List<Subscribed.Track> subscriptions = List.of();
  private int subscriptionsRevision;
  private int clientRevision = Integer.MIN_VALUE;
  private int revision = 1;

  Member(
      ParticipantRecord participant,
      String session,
      SubscriptionRules rules,
      MemberSignals signals,
      MemberSocket socket) {
    this.participant = participant;
    this.session = session;
    this.rules = rules;
    this.signals = signals;
    this.socket = socket;
    this.mediaPort = socket.mediaPort();
  }

  /** Returns the port for this member's media; empty for the usual one. Safe for any thread. */
  Optional<MediaPort> mediaPort() {
    return mediaPort;
  }

  ParticipantRecord participant() {
    return participant;
  }

  String sid() {
    return participant.sid();
  }

  String identity() {
    return participant.identity();
  }

  String session() {
    return session;
  }

  ServerMessage.Self self() {
    return new ServerMessage.Self(sid(), identity());
  }

  /** Returns the published tracks, by the publisher's own ids. */
  Map<String, Publication> tracks() {
    return tracks;
  }

  /** Returns the published tracks that are sent over RTP, by the publisher's own ids. */
  Map<String, ForwardedTrack> media() {
    var media = new LinkedHashMap<String, ForwardedTrack>();
    tracks.forEach(
        (id, track) -> {
          if (track instanceof ForwardedTrack forwarded) {
            media.put(id, forwarded);
          }
        });
    return media;
  }

  /** Returns the published tracks that are sent over data channels. */
  List<ForwardedData> dataTracks() {
    return tracks.values().stream()
        .filter(ForwardedData.class::isInstance)
        .map(ForwardedData.class::cast)
        .toList();
  }

  MemberSignals signals() {
    return signals;
  }

  MemberQuality quality() {
    return quality;
  }

  MessageBudget dataBudget() {
    return dataBudget;
  }

  SubscriptionRules rules() {
    return rules;
  }

  void setRules(SubscriptionRules rules) {
    this.rules = rules;
  }

  Optional<MediaConnection> mediaConnection() {
    return Optional.ofNullable(mediaConnection);
  }

  Optional<DataConnections> dataConnections() {
    return Optional.ofNullable(data);
  }

  void setConnections(@Nullable MediaConnection newMedia, @Nullable DataConnections newData) {
    if (data != null) {
      data.close();
    }
    mediaConnection = newMedia;
    data = newData;
    signals.forgetChannels();
  }

  boolean isOn(MemberSocket candidate) {
    return socket == candidate;
  }

  boolean reachable() {
    return socket != null;
  }

  /** Detaches the socket, for good or until a resume. */
  Optional<MemberSocket> detach() {
    Optional<MemberSocket> old = Optional.ofNullable(socket);
    socket = null;
    return old;
  }

  void attach(MemberSocket fresh) {
    socket = fresh;
    expireWith(Timers.Timer.NONE);
  }

  /** Replaces the timer that ends the membership of a lost participant. */
  void expireWith(Timers.Timer timer) {
    expiry.cancel();
    expiry = timer;
  }

  void send(ServerMessage message) {
    if (socket != null) {
      socket.send(message);
    }
  }

  /** Counts a change that the others can see. */
  void nextRevision() {
    revision++;
  }

  /** Follows the media path; returns whether the others see a change. */
  boolean followPath(long nowNanos) {
    boolean changed = path.follow(mediaConnection().map(MediaConnection::state), nowNanos);
    return changed && reachable();
  }

  ParticipantState view() {
    boolean heard = socket != null && !path.isLost();
    return view(
        heard ? ParticipantState.State.CONNECTED : ParticipantState.State.RECONNECTING,
        tracks.values().stream().map(Publication::view).toList());
  }

  ParticipantState lastView() {
    return view(ParticipantState.State.DISCONNECTED, List.of());
  }

  private ParticipantState view(ParticipantState.State state, List<ParticipantState.Track> list) {
    return new ParticipantState(sid(), identity(), state, revision, list);
  }

  /** Returns the outcome of each track that the client announced. */
  Published published() {
    var list = new ArrayList<Published.Track>();
    tracks.values().forEach(t -> list.add(new Published.Track.Ready(t.id(), t.sid())));
    refused.forEach((id, problem) -> list.add(new Published.Track.Failed(id, problem)));
    return new Published(Math.max(1, clientRevision), list);
  }

  /**
   * Updates the subscriptions. Returns the complete list for this recipient if it differs from the
   * last one.
   */
  Optional<Subscribed> subscribe(Collection<Publication> receivable) {
    List<Subscribed.Track> list =
        receivable.stream()
            .map(t -> new Subscribed.Track(t.sid(), idOf(t), Optional.empty()))
            .toList();
    if (subscriptionsRevision > 0 && list.equals(subscriptions)) {
      return Optional.empty();
    }
    subscriptions = list;
    subscriptionsRevision++;
    return Optional.of(subscribed());
  }

  /** Returns the id under which this recipient receives a track. */
  private String idOf(Publication track) {
    return switch (track) {
      case ForwardedData forwarded when data != null -> data.label(forwarded);
      case ForwardedTrack _ when mediaConnection != null -> mediaConnection.trackId(track.sid());
      case ForwardedData _, ForwardedTrack _ -> track.sid();
    };
  }

  Subscribed subscribed() {
    return new Subscribed(Math.max(1, subscriptionsRevision), subscriptions);
  }

  /**
   * The effect of an announcement of tracks.
   *
   * @param listChanged tracks came or went; the publisher waits for an answer
   * @param visible the others have to be told
   */
  record Announcement(List<Publication> ended, boolean listChanged, boolean visible) {
    static final Announcement STALE = new Announcement(List.of(), false, false);
  }

  /** Takes the client's complete list of tracks, unless it is an old one. */
  Announcement announce(
      LocalParticipant state,
      boolean audioOnly,
      Function<LocalParticipant.Track, Publication> publish) {
    if (state.revision() <= clientRevision) {
      return Announcement.STALE;
    }
    clientRevision = state.revision();
    Set<String> ids =
        state.tracks().stream().map(LocalParticipant.Track::id).collect(Collectors.toSet());
    // Ended tracks are removed first: a new track may have the name of one of them.
    List<Publication> ended = tracks.values().stream().filter(t -> !ids.contains(t.id())).toList();
    ended.forEach(t -> tracks.remove(t.id()));
    boolean listChanged = refused.keySet().retainAll(ids) || !ended.isEmpty();
    boolean visible = !ended.isEmpty();
    for (LocalParticipant.Track track : state.tracks()) {
      Publication known = tracks.get(track.id());
      if (known != null) {
        visible |= known.update(track.enabled(), track.priority());
      } else if (!refused.containsKey(track.id())) {
        listChanged = true;
        Optional<TrackError> problem = problemWith(track, audioOnly);
        if (problem.isPresent()) {
          refused.put(track.id(), problem.get());
        } else {
          tracks.put(track.id(), publish.apply(track));
          visible = true;
        }
      }
    }
    return new Announcement(ended, listChanged, visible);
  }

  private Optional<TrackError> problemWith(LocalParticipant.Track track, boolean audioOnly) {
    if (track.kind() == TrackKind.VIDEO && audioOnly) {
      return Optional.of(new TrackError(53125, "This room carries audio only"));
    }
    if (!ID.matcher(track.id()).matches()) {
      return Optional.of(new TrackError(53300, "The track's id is invalid"));
    }
    if (track.name().isBlank()) {
      return Optional.of(new TrackError(53301, "The track's name is invalid"));
    }
    if (track.name().chars().anyMatch(Character::isISOControl)) {
      return Optional.of(new TrackError(53303, "The track's name has invalid characters"));
    }
    if (tracks.size() >= MAX_TRACKS) {
      return Optional.of(new TrackError(53203, "Too many tracks"));
    }
    if (track.name().length() > MAX_TRACK_NAME) {
      return Optional.of(new TrackError(53302, "The track's name is too long"));
    }
    if (tracks.values().stream().anyMatch(t -> t.name().equals(track.name()))) {
      return Optional.of(new TrackError(53304, "The track's name is in use"));
    }
    return Optional.empty();
  }
}
