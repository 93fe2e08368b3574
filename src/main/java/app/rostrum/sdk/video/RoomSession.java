package app.rostrum.sdk.video;

import app.rostrum.about.Version;
import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.sdk.video.Publications.Source;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.MediaSignal;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of one room: connecting, connected, resuming, ended. Everything runs on one serial
 * executor, the listener too.
 */
final class RoomSession {
  private static final Logger LOG = LoggerFactory.getLogger(RoomSession.class);
  private static final int CONNECT_MILLIS = 20_000;

  /** A message of the server's that this end cannot use (53003). */
  private static final int UNUSABLE = 53003;

  private enum Phase {
    CONNECTING,
    CONNECTED,
    RESUMING,
    ENDED
  }

  /** Who and where this end is, as the server said. */
  record Identity(
      String session, String roomSid, String roomName, String sid, String identity, int timeout) {
    @Override
    public String toString() {
      return "Identity[" + roomSid + ", " + sid + "]";
    }
  }

  private final Room.Options options;
  private final Room.Listener listener;
  private final ThreadPoolExecutor serial;
  private final Timers timers;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final CompletableFuture<Identity> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> firstAudio = new CompletableFuture<>();
  private final Publications publications = new Publications();
  private final RemoteParticipants roster = new RemoteParticipants();
  private final PeerSet peers;
  private final DataReception data;
  private final QualityReports qualityReports;
  private Phase phase = Phase.CONNECTING;
  private String token;
  private @Nullable SignalingSocket socket;
  private @Nullable Identity identity;
  private @Nullable ScheduledFuture<?> giveUp;
  private @Nullable ScheduledFuture<?> audioCheck;
  private List<RemoteParticipant> shown = List.of();
  private Optional<String> dominantSid = Optional.empty();
  private Optional<String> dominant = Optional.empty();
  private Map<String, Integer> qualities = Map.of();
  private boolean shownReconnecting;
  private int sentRevision;

  RoomSession(Room.Options options, Room.Listener listener, Timers timers) {
    this.timers = timers;
    this.options = options;
    this.listener = listener;
    this.token = options.token();
    this.serial =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name("room-" + options.name()).factory());
    serial.allowCoreThreadTimeOut(true); // So it needs no shutdown, and late calls no special care.
    this.peers = new PeerSet(options.media(), serial, timers, new PeerEvents());
    this.data = new DataReception(serial, roster::dataSource, new DataEvents());
    this.qualityReports = new QualityReports(serial, timers, peers::stats);
  }

  CompletableFuture<Identity> start() {
    serial.execute(
        () -> {
          options
              .microphone()
              .ifPresent(track -> publications.add(new Source.Audio(track), "microphone"));
          openSocket(new ClientMessage.Ice(token));
          giveUp =
              timers.after(
                  CONNECT_MILLIS,
                  () ->
                      serial.execute(
                          () -> {
                            if (phase == Phase.CONNECTING) {
                              end(lost(SignalingSocket.CONNECTION_ERROR, "not connected in time"));
                            }
                          }));
        });
    return connected;
  }

  private void openSocket(ClientMessage first) {
    var fresh =
        new SignalingSocket(
            options.http(), options.signaling(), first, serial, timers, new SocketEvents());
    socket = fresh;
    fresh.open();
  }

  // What the application asks, from any thread.

  CompletableFuture<Void> publish(LocalAudioTrack track, String name) {
    var result = new CompletableFuture<Void>();
    serial.execute(
        () -> {
          if (phase == Phase.ENDED) {
            result.completeExceptionally(new IllegalStateException("the room has been left"));
            return;
          }
          publications
              .add(new Source.Audio(track), name)
              .whenComplete(
                  (done, failure) -> {
                    if (failure == null) {
                      result.complete(null);
                    } else {
                      result.completeExceptionally(failure);
                    }
                  });
          sendChanges();
          peers.add(new Source.Audio(track));
        });
    return result;
  }

  void unpublish(LocalAudioTrack track) {
    serial.execute(
        () -> {
          var source = new Source.Audio(track);
          if (publications.remove(source)) {
            sendChanges();
            peers.remove(source);
          }
        });
  }

  CompletableFuture<LocalDataTrack> publishData(String name, DataChannel.Options channelOptions) {
    var result = new CompletableFuture<LocalDataTrack>();
    serial.execute(
        () -> {
          if (phase == Phase.ENDED) {
            result.completeExceptionally(new IllegalStateException("the room has been left"));
            return;
          }
          var track = new PublishedDataTrack(name, channelOptions, this::unpublishData);
          var source = new Source.Data(track);
          CompletableFuture<Void> accepted = publications.add(source, name);
          accepted.whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  result.complete(track);
                } else {
                  track.end();
                  result.completeExceptionally(failure);
                }
              });
          sendChanges();
          try {
            peers.add(source);
          } catch (RuntimeException e) {
            LOG.warn("no data channel for {}", name, e);
            accepted.completeExceptionally(e);
            publications.remove(source);
            sendChanges();
          }
        });
    return result;
  }

  private void unpublishData(PublishedDataTrack track) {
    serial.execute(
        () -> {
          var source = new Source.Data(track);
          if (publications.remove(source)) {
            sendChanges();
          }
          peers.remove(source);
        });
  }

  void setEnabled(LocalAudioTrack track, boolean enabled) {
    track.setEnabled(enabled); // At once: a mute must not wait for anything.
    serial.execute(
        () -> {
          publications.changed();
          sendChanges();
        });
  }

  void updateToken(String fresh) {
    serial.execute(() -> token = fresh);
  }

  CompletableFuture<Void> firstAudio() {
    serial.execute(
        () -> {
          if (audioCheck == null && !firstAudio.isDone() && phase != Phase.ENDED) {
            audioCheck = timers.every(50, () -> serial.execute(this::checkAudio));
          }
        });
    return firstAudio.copy();
  }

  private void checkAudio() {
    if (firstAudio.isDone() || roster.identitiesByTrackId().isEmpty()) {
      return;
    }
    peers
        .stats()
        .thenAcceptAsync(
            all -> {
              if (all.stream().anyMatch(stats -> stats.packetsReceived() > 0)) {
                firstAudio.complete(null);
                stopAudioCheck();
              }
            },
            serial);
  }

  private void stopAudioCheck() {
    if (audioCheck != null) {
      audioCheck.cancel(false);
      audioCheck = null;
    }
  }

  CompletableFuture<Room.Stats> stats() {
    return CompletableFuture.supplyAsync(peers::stats, serial)
        .thenCompose(all -> all)
        .thenApplyAsync(
            all -> Quality.of(all, roster.identitiesByTrackId(), ownQuality(), shownReconnecting),
            serial);
  }

  void leave() {
    serial.execute(() -> end(new DisconnectReason.Left()));
  }

  // What the server says.

  private final class SocketEvents implements SignalingSocket.Listener {
    @Override
    public void onMessage(ServerMessage message) {
      if (phase != Phase.ENDED) {
        take(message);
      }
    }

    @Override
    public void onUnusable(String why) {
      LOG.warn("a signaling message cannot be used: {}", why);
      if (phase == Phase.CONNECTING) {
        end(new DisconnectReason.Refused(UNUSABLE, why));
      } else if (phase == Phase.RESUMING && socket != null) {
        socket.fail(UNUSABLE, why); // Another attempt may bring a better one.
      }
    }

    @Override
    public void onLost(int code, String why) {
      socket = null;
      LOG.info("signaling of {} lost: {}", options.name(), why);
      if (phase == Phase.CONNECTING) {
        end(
            code == SignalingSocket.SERVER_BUSY
                ? new DisconnectReason.Refused(code, why)
                : lost(SignalingSocket.CONNECTION_ERROR, why));
      } else if (phase != Phase.ENDED) {
        resume();
      }
    }
  }

  private static DisconnectReason lost(int code, String why) {
    return new DisconnectReason.ConnectionLost(code, why);
  }

  private void take(ServerMessage message) {
    switch (message) {
      case ServerMessage.Iced iced -> connect(iced);
      case ServerMessage.Connected welcome -> connected(welcome);
      case ServerMessage.Update update -> apply(update.state());
      case ServerMessage.Synced synced -> synced(synced);
      case ServerMessage.Disconnected bye ->
          end(
              bye.completed()
                  ? new DisconnectReason.RoomCompleted()
                  : new DisconnectReason.Removed());
      case ServerMessage.Error error -> end(reason(error));
      case ServerMessage.Unknown unknown -> LOG.debug("ignored a message {}", unknown.type());
    }
  }

  private static DisconnectReason reason(ServerMessage.Error error) {
    return switch (error.code()) {
      case 53205 -> new DisconnectReason.Replaced();
      case 53118 -> new DisconnectReason.RoomCompleted();
      case 20101, 20102, 20103, 20104, 20105, 20106, 20107 ->
          new DisconnectReason.TokenRefused(error.code(), error.message());
      case 53000, 53001, 53002, 53405 -> lost(error.code(), error.message());
      default -> new DisconnectReason.Refused(error.code(), error.message());
    };
  }

  private void connect(ServerMessage.Iced iced) {
    if (phase != Phase.CONNECTING || !peers.isEmpty()) {
      return;
    }
    peers.configure(
        iced.iceServers().stream()
            .map(s -> new IceServer(s.urls(), s.username(), s.credential()))
            .toList());
    peers.openFirst(publications.sources());
  }

  /** The first offer is there: join with it. */
  private void sendConnect(PeerUpdate offer) {
    sentRevision = publications.revision();
    send(
        new ClientMessage.Connect(
            token,
            Optional.of(options.name()).filter(n -> !n.isEmpty()),
            "rostrum",
            Version.current(),
            publications.toWire(),
            List.of(offer),
            true,
            List.of(MediaSignal.ACTIVE_SPEAKER, MediaSignal.NETWORK_QUALITY)));
  }

  private void connected(ServerMessage.Connected welcome) {
    if (phase != Phase.CONNECTING) {
      return;
    }
    phase = Phase.CONNECTED;
    cancelGiveUp();
    var own =
        new Identity(
            welcome.session(),
            welcome.sid(),
            welcome.name(),
            welcome.self().sid(),
            welcome.self().identity(),
            Math.clamp(welcome.sessionTimeoutSeconds(), 1, 3600));
    identity = own;
    connected.completeAsync(() -> own);
    apply(welcome.state());
    sendChanges();
  }

  private void apply(ServerMessage.State state) {
    if (identity == null) {
      return;
    }
    String ownSid = identity.sid();
    state.subscribed().ifPresent(roster::subscribed);
    state.participants().ifPresent(list -> roster.update(list, ownSid));
    state
        .peerConnections()
        .ifPresent(list -> list.forEach(u -> peers.take(u, publications.sources())));
    state
        .published()
        .ifPresent(
            answer -> {
              List<Source> refused = publications.published(answer);
              refused.forEach(
                  track -> {
                    publications.remove(track);
                    peers.remove(track);
                  });
              if (!refused.isEmpty()) {
                sendChanges();
              }
            });
    showParticipants();
    state.mediaSignaling().ifPresent(data::labels);
  }

  private void showParticipants() {
    data.recognize();
    List<RemoteParticipant> now = roster.view();
    if (!now.equals(shown)) {
      shown = now;
      tell(() -> listener.onParticipants(now));
      showDominant(dominantSid);
    }
  }

  private Optional<String> identityOf(String sid) {
    Identity own = identity;
    return own != null && sid.equals(own.sid())
        ? Optional.of(own.identity())
        : roster.identity(sid);
  }

  private void showDominant(Optional<String> speakerSid) {
    dominantSid = speakerSid; // Who it is may be told later.
    Optional<String> now = speakerSid.flatMap(this::identityOf);
    if (!now.equals(dominant)) {
      dominant = now;
      tell(() -> listener.onDominantSpeaker(now));
    }
  }

  /** What the room says of this end. */
  private Optional<Integer> ownQuality() {
    return Optional.ofNullable(identity).map(self -> qualities.get(self.identity()));
  }

  private void showQuality(MediaSignal.Quality quality) {
    if (identity == null) {
      return;
    }
    var levels = new HashMap<String, Integer>();
    levels.put(identity.identity(), quality.local());
    quality
        .remotes()
        .forEach((sid, level) -> identityOf(sid).ifPresent(name -> levels.put(name, level)));
    if (!levels.equals(qualities)) {
      qualities = Map.copyOf(levels);
      tell(() -> listener.onNetworkQuality(qualities));
    }
  }

  private void showReconnecting() {
    boolean now = phase == Phase.RESUMING || peers.isLost();
    if (now != shownReconnecting && phase != Phase.ENDED && phase != Phase.CONNECTING) {
      shownReconnecting = now;
      tell(() -> listener.onReconnecting(now));
    }
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a room's listener failed", e);
    }
  }

  private void send(ClientMessage message) {
    if (socket != null) {
      socket.send(message);
    }
  }

  /** Sends what has changed, at most one connection per message (protocol notes, section 3.4). */
  private void sendChanges() {
    if (phase != Phase.CONNECTED || identity == null) {
      return; // The connect or the resume will bring it.
    }
    List<PeerUpdate> news = peers.unsent();
    if (news.isEmpty() && publications.revision() > sentRevision) {
      send(update(List.of()));
    }
    news.forEach(update -> send(update(List.of(update))));
    sentRevision = publications.revision();
  }

  private ClientMessage update(List<PeerUpdate> peerConnections) {
    String session = identity == null ? "" : identity.session();
    return new ClientMessage.Update(session, Optional.of(publications.toWire()), peerConnections);
  }

  // Losing the socket and coming back.

  private void resume() {
    if (identity == null) {
      return;
    }
    if (phase == Phase.CONNECTED) {
      phase = Phase.RESUMING;
      backoff.reset();
      scheduleGiveUp(SignalingSocket.CONNECTION_LOST, "the signaling connection is lost");
      showReconnecting();
    }
    timers.after(backoff.nextMillis(), () -> serial.execute(this::tryToResume));
  }

  private void tryToResume() {
    if (phase != Phase.RESUMING || socket != null || identity == null) {
      return;
    }
    sentRevision = publications.revision();
    openSocket(
        new ClientMessage.Sync(
            token, identity.roomName(), identity.session(), publications.toWire(), peers.newest()));
  }

  private void synced(ServerMessage.Synced synced) {
    if (phase != Phase.RESUMING || identity == null) {
      return;
    }
    phase = Phase.CONNECTED;
    if (!peers.isLost()) {
      cancelGiveUp();
    }
    roster.replace(synced.state().participants().orElse(List.of()), identity.sid());
    synced.state().peerConnections().ifPresent(peers::keepOnly);
    apply(synced.state());
    showReconnecting();
    sendChanges();
  }

  private void scheduleGiveUp(int code, String why) {
    if (giveUp == null && identity != null) {
      giveUp =
          timers.after(
              identity.timeout() * 1000L, () -> serial.execute(() -> end(lost(code, why))));
    }
  }

  private void cancelGiveUp() {
    if (giveUp != null) {
      giveUp.cancel(false);
      giveUp = null;
    }
  }

  private final class PeerEvents implements PeerSet.Listener {
    @Override
    public void onLocalChange() {
      if (phase == Phase.CONNECTING && identity == null && sentRevision == 0) {
        peers.newest().stream().findFirst().ifPresent(RoomSession.this::sendConnect);
      } else {
        sendChanges();
      }
    }

    @Override
    public void onTrack(String trackId, boolean began) {
      if (began) {
        roster.mediaBegan(trackId);
      } else {
        roster.mediaEnded(trackId);
      }
      showParticipants();
    }

    @Override
    public void onDataChannel(DataChannel channel) {
      if (phase == Phase.ENDED) {
        channel.close();
      } else {
        data.arrived(channel);
      }
    }

    @Override
    public void onTransport() {
      if (phase == Phase.CONNECTING || phase == Phase.ENDED) {
        return;
      }
      if (peers.isLost()) {
        scheduleGiveUp(53405, "the media connection is lost");
      } else if (phase == Phase.CONNECTED) {
        cancelGiveUp();
      }
      showReconnecting();
    }

    @Override
    public void onRefused(int code, String why) {
      end(new DisconnectReason.Refused(code, why));
    }
  }

  private final class DataEvents implements DataReception.Listener {
    @Override
    public void onMessage(Room.DataMessage message) {
      if (phase != Phase.ENDED) {
        tell(() -> listener.onMessage(message));
      }
    }

    @Override
    public void onSignalingOpen(String name, DataChannel channel) {
      channel.send(new MediaSignal.Ready().encode().getBytes(StandardCharsets.UTF_8), false);
      if (name.equals(MediaSignal.NETWORK_QUALITY)) {
        qualityReports.begin(channel);
      }
    }

    @Override
    public void onSignal(String name, MediaSignal signal) {
      if (phase == Phase.ENDED) {
        return;
      }
      switch (signal) {
        case MediaSignal.ActiveSpeaker speaker -> showDominant(speaker.participant());
        case MediaSignal.Quality quality -> {
          showQuality(quality);
          qualityReports.answered();
        }
        case MediaSignal.Ready _, MediaSignal.QualityInputs _, MediaSignal.Other _ ->
            LOG.debug("ignored {} on {}", signal, name);
      }
    }

    @Override
    public void onSignalingClosed(String name, DataChannel channel) {
      if (qualityReports.end(channel)) {
        qualities = Map.of();
      }
    }
  }

  private void end(DisconnectReason reason) {
    if (phase == Phase.ENDED) {
      return;
    }
    boolean wasIn = identity != null;
    phase = Phase.ENDED;
    cancelGiveUp();
    stopAudioCheck();
    qualityReports.end();
    if (socket != null) {
      socket.close(Optional.of(new ClientMessage.Disconnect(wasIn ? session() : "")));
      socket = null;
    }
    peers.close();
    publications.end(reason);
    firstAudio.completeExceptionally(new Room.ConnectException(reason));
    LOG.info("left {}: {}", options.name(), reason);
    if (wasIn) {
      tell(() -> listener.onDisconnected(reason));
    } else {
      CompletableFuture.runAsync(
          () -> connected.completeExceptionally(new Room.ConnectException(reason)));
    }
  }

  private String session() {
    return identity == null ? "" : identity.session();
  }
}
