package app.rostrum.stream;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaConnectivity;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.LocalDataTrack;
import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.sdk.video.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the room, from connecting to closed. On the loop only. */
final class StageSeat {
  private static final Logger log = LoggerFactory.getLogger(StageSeat.class);
  private static final String MICROPHONE = "microphone";

  /** The name of the data track, to which the reference gives no meaning. */
  private static final String DATA = "data";

  private static final int QUALITIES = 1000;

  final long id;
  private final SessionContext context;
  private Set<String> silenced;
  private Optional<LocalAudioTrack> microphone = Optional.empty();
  private boolean microphoneRefused;
  private final OwnVoice voice = new OwnVoice();
  private SdkClients.@Nullable RoomHandle room;
  private CompletableFuture<SdkClients.RoomHandle> connecting = new CompletableFuture<>();
  private boolean closed;
  private boolean measuring;
  private boolean participantsKnown;
  private List<RemoteParticipant> participants = List.of();
  private boolean reconnecting;
  private boolean silentFirst;
  private MediaConnectivity connectivity = MediaConnectivity.UNKNOWN;
  private String address = "";
  private Optional<String> dominant = Optional.empty();
  private Map<String, Integer> qualities = Map.of();
  private @Nullable LocalDataTrack data;

  /**
   * @param silenced the speakers who are not to be heard
   */
  StageSeat(long id, SessionContext context, Set<String> silenced) {
    this.id = id;
    this.context = context;
    this.silenced = Set.copyOf(silenced);
  }

  /** Connects and publishes the microphone, open or muted. */
  void connect(StreamCredentials credentials, boolean microphoneOn) {
    microphone = newMicrophone(microphoneOn);
    connecting =
        SessionContext.attempt(
            () ->
                context
                    .clients()
                    .connectRoom(
                        credentials,
                        context.streamName(),
                        microphone,
                        new RoomListener(id, context)));
    connecting.whenComplete(
        (connected, failure) ->
            context.post(
                failure == null
                    ? new Event.RoomNews.Connected(id, connected)
                    : new Event.RoomNews.Refused(id, failure)));
  }

  private Optional<LocalAudioTrack> newMicrophone(boolean on) {
    try {
      LocalAudioTrack track = context.newTrack().apply(UUID.randomUUID().toString());
      track.setEnabled(on);
      return Optional.of(track);
    } catch (Throwable e) {
      log.warn("no microphone", e);
      context.post(new Event.RoomNews.MicrophoneFailed(id, false, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** Takes the connected room and publishes the data track for the host's messages. */
  void connected(SdkClients.RoomHandle room) {
    this.room = room;
    silence(silenced);
    room.publishData(DATA)
        .whenComplete(
            (track, failure) -> {
              if (failure == null) {
                context.post(new Event.RoomNews.DataTrack(id, track));
              } else {
                log.info("no data track: {}", failure.toString());
              }
            });
  }

  /** Sends a message to all on stage; returns false if it was not accepted. */
  boolean tell(byte[] message) {
    return data != null && data.send(message);
  }

  /** Posts an event when the first sound of another participant arrives. */
  void awaitFirstAudio() {
    if (room != null) {
      room.firstAudio()
          .whenComplete(
              (heard, failure) -> {
                if (failure == null) {
                  context.post(new Event.RoomNews.FirstAudio(id));
                }
              });
    }
  }

  /** Plays some speakers silently and all others aloud. */
  void silence(Set<String> identities) {
    silenced = Set.copyOf(identities);
    if (room != null) {
      room.silence(silenced);
    }
  }

  void setMicrophone(boolean on) {
    if (room == null) {
      // Still connecting: the track is published in the state it has then.
      microphone.ifPresent(track -> track.setEnabled(on));
    } else if (microphone.isPresent()) {
      room.setEnabled(microphone.get(), on);
    } else if (on) {
      microphone = newMicrophone(true);
      voice.reset();
      microphone.ifPresent(this::publish);
    }
  }

  private void publish(LocalAudioTrack track) {
    if (room != null) {
      room.publish(track, MICROPHONE)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  context.post(
                      new Event.RoomNews.MicrophoneFailed(
                          id, true, String.valueOf(failure.getMessage())));
                }
              });
    }
  }

  /** Takes news of the room and its participants. */
  void take(Event.RoomNews news) {
    switch (news) {
      case Event.RoomNews.Participants all -> {
        participantsKnown = true;
        participants =
            all.participants().stream().filter(p -> !StreamRoster.hidden(p.identity())).toList();
      }
      case Event.RoomNews.Reconnecting now -> {
        silentFirst = voice.serverSilent();
        reconnecting = now.reconnecting();
      }
      case Event.RoomNews.Connectivity now -> {
        connectivity = now.connectivity();
        address = now.address();
      }
      case Event.RoomNews.Dominant now ->
          dominant = now.identity().filter(identity -> !StreamRoster.hidden(identity));
      case Event.RoomNews.MicrophoneFailed failure -> {
        log.warn("no microphone: {}", failure.message());
        microphone = Optional.empty(); // a later attempt starts afresh
        microphoneRefused = failure.refused();
      }
      case Event.RoomNews.Measured ignored -> measuring = false;
      case Event.RoomNews.DataTrack published -> data = published.track();
      case Event.RoomNews.NetworkQuality now -> qualities = now.qualities();
      case Event.RoomNews.MuteAsked ignored -> {}
      case Event.RoomNews.Connected ignored -> {}
      case Event.RoomNews.Refused ignored -> {}
      case Event.RoomNews.Disconnected ignored -> {}
      case Event.RoomNews.FirstAudio ignored -> {}
    }
  }

  boolean reconnecting() {
    return reconnecting;
  }

  /** Returns whether sound gets through between this person and the room. */
  boolean audible() {
    return connectivity == MediaConnectivity.WORKING;
  }

  /** Takes what was measured of this person's own sound. */
  void takeOwnSound(Room.Stats stats, boolean microphoneOn) {
    voice.take(stats, microphoneOn, context.loop().nanoTime());
  }

  /** Forgets what was measured of this person's own sound, as nothing is measured for now. */
  void pauseOwnSound() {
    voice.pause();
  }

  /** Returns whether the others in this room can hear this person. */
  Audibility audibility(boolean microphoneOn) {
    if (reconnecting) {
      return trouble().isPresent() ? Audibility.NO_PATH : Audibility.RECONNECTING;
    } else if (!audible()) {
      return Audibility.CONNECTING;
    } else if (serverSilent()) {
      return Audibility.SERVER_SILENT;
    } else if (microphone.isEmpty()) {
      return microphoneRefused ? Audibility.REFUSED : Audibility.NO_MICROPHONE;
    } else if (voice.stopped()) {
      return Audibility.STOPPED;
    } else if (!microphoneOn) {
      return Audibility.MUTED;
    }
    return voice.silent() ? Audibility.SILENT : Audibility.HEARD;
  }

  /**
   * Returns whether the server has stopped to report, also when its connections are given up
   * because of that.
   */
  boolean serverSilent() {
    return voice.serverSilent() && (reconnecting ? silentFirst : audible());
  }

  /** Returns the problem of a room that answers without sound getting through. */
  Optional<StreamProblem> trouble() {
    return StreamProblem.ofConnectivity(ErrorCode.ROOM_SOUND_BLOCKED, connectivity, address);
  }

  Optional<String> dominant() {
    return dominant;
  }

  /** Returns the network quality of those on stage, 0 (lost) to 5 (excellent). */
  Map<String, Integer> qualities() {
    return qualities;
  }

  List<RemoteParticipant> participants() {
    return participants;
  }

  /** Returns true if nobody else in the room can be heard; false if that is not known. */
  boolean silent() {
    return participantsKnown
        && participants.stream().noneMatch(p -> p.audio().stream().anyMatch(a -> a.enabled()));
  }

  /** Asks for statistics, which arrive as an event. Does nothing while an answer is awaited. */
  void measure() {
    if (room != null && !measuring) {
      measuring = true;
      SessionContext.attempt(room::stats)
          .copy()
          .orTimeout(1, TimeUnit.SECONDS)
          .whenComplete(
              (stats, failure) ->
                  context.post(new Event.RoomNews.Measured(id, Optional.ofNullable(stats))));
    }
  }

  void reconnect() {
    if (room != null) {
      room.reconnect();
    }
  }

  void updateToken(String token) {
    if (room != null) {
      room.updateToken(token);
    }
  }

  /** Ends this seat and returns the room to close, even one that gets connected only later. */
  Optional<AutoCloseable> end() {
    if (closed) {
      return Optional.empty();
    }
    closed = true;
    return room != null
        ? Optional.of(room)
        : Optional.of(() -> connecting.thenAccept(SessionContext::closeNow));
  }

  private record RoomListener(long seat, SessionContext context) implements Room.Listener {
    @Override
    public void onParticipants(List<RemoteParticipant> participants) {
      context.post(new Event.RoomNews.Participants(seat, List.copyOf(participants)));
    }

    @Override
    public void onProgress() {
      context.post(new Event.Progress(seat));
    }

    @Override
    public void onReconnecting(boolean reconnecting) {
      context.post(new Event.RoomNews.Reconnecting(seat, reconnecting));
    }

    @Override
    public void onConnectivity(MediaConnectivity connectivity, String address) {
      context.post(new Event.RoomNews.Connectivity(seat, connectivity, address));
    }

    @Override
    public void onDominantSpeaker(Optional<String> identity) {
      context.post(new Event.RoomNews.Dominant(seat, identity));
    }

    @Override
    public void onMessage(Room.DataMessage message) {
      // Filtered here, so that a flood of other messages does not reach the loop.
      MuteRequest.parse(message.data())
          .filter(request -> request.to().equals(context.identity()))
          .ifPresent(
              request -> context.post(new Event.RoomNews.MuteAsked(seat, message.identity())));
    }

    @Override
    public void onNetworkQuality(Map<String, Integer> byIdentity) {
      var known = new TreeMap<String, Integer>();
      byIdentity.forEach(
          (identity, quality) -> {
            if (quality >= 0
                && quality <= 5
                && known.size() < QUALITIES
                && !StreamRoster.hidden(identity)) {
              known.put(identity, quality);
            }
          });
      context.post(new Event.RoomNews.NetworkQuality(seat, Map.copyOf(known)));
    }

    @Override
    public void onDisconnected(DisconnectReason reason) {
      context.post(new Event.RoomNews.Disconnected(seat, reason));
    }
  }
}
