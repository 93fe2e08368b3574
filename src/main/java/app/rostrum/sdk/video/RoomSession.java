package app.rostrum.sdk.video;

import app.rostrum.about.Version;
import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.MediaConnectivity;
import app.rostrum.sdk.video.Publications.Source;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.MediaSignal;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one room, a state machine: connecting, connected, resuming, ended. All of it runs
 * on one serial executor, the listener too.
 */
final class RoomSession {
  private static final Logger LOG = LoggerFactory.getLogger(RoomSession.class);

  /** The time without a sign of the server, or of the media, after which connecting is given up. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  /** The time after which connecting is given up although it gets on. */
  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);

  /** The error code for a message of the server that cannot be used. */
  private static final int UNUSABLE = 53003;

  /** The error code for media that cannot be connected. */
  private static final int NO_MEDIA = 53405;

  /**
   * The time after which a room without media is given up while its signaling works. It is long,
   * because joining again costs the place on stage for a moment and rarely helps.
   */
  private static final Duration MEDIA_PATIENCE = Duration.ofMinutes(2);

  private enum Phase {
    CONNECTING,
    CONNECTED,
    RESUMING,
    ENDED
  }

  /** The session, room and local participant as the server named them. */
  record Identity(
      String session, String roomSid, String roomName, String sid, String identity, int timeout) {
    @Override
    public String toString() {
      return "Identity[" + roomSid + ", " + sid + "]";
    }
  }

  private final Room.Options options;
  private final RoomNotifier notifier;
  private final SerialExecutor serial;
  private final Scheduler scheduler;
  private final Backoff backoff;
  private final CompletableFuture<Identity> connected = new CompletableFuture<>();
  private final Publications publications = new Publications();
  private final RemoteParticipants participants = new RemoteParticipants();
  private final PeerSet peers;
  private final LocalTracks localTracks;
  private final FirstAudio firstAudio;
  private final DataReception data;
  private final QualityReports qualityReports;
  private Set<String> silenced = Set.of();
  private Phase phase = Phase.CONNECTING;
  private String token;
  private @Nullable SignalingSocket socket;
  private @Nullable Identity identity;

  /** Ends the session unless it is connected in time; null while nothing is to be given up. */
  private Timers.@Nullable Timer giveUp;

  private int sentRevision;
  private long startedNanos;

  RoomSession(Room.Options options, Room.Listener listener, Scheduler scheduler) {
    this.scheduler = scheduler;
    this.options = options;
    this.token = options.token();
    RandomGenerator random = RandomGenerator.getDefault();
    this.serial = new SerialExecutor("room-" + options.name());
    this.backoff = new Backoff(SignalingSocket.RETRIES, random, scheduler::nanoTime);
    this.notifier = new RoomNotifier(listener, this::identityOf);
    this.peers = new PeerSet(options.media(), serial, scheduler, random, new PeerListener());
    this.localTracks = new LocalTracks(serial, publications, peers, this::sendChanges);
    this.firstAudio =
        new FirstAudio(
            serial, scheduler, () -> !participants.identitiesByTrackId().isEmpty(), peers::stats);
    this.data = new DataReception(serial, participants::dataSource, new DataListener());
    this.qualityReports = new QualityReports(serial, scheduler, peers::stats);
  }

  CompletableFuture<Identity> start() {
    serial.execute(
        () -> {
          options
              .microphone()
              .ifPresent(track -> publications.add(new Source.Audio(track), "microphone"));
          openSocket(new ClientMessage.Ice(token));
          startedNanos = scheduler.nanoTime();
          awaitConnection();
        });
    return connected;
  }

  private void awaitConnection() {
    giveUpAfter(CONNECT_TIMEOUT, SignalingSocket.CONNECTION_ERROR, "not connected in time");
  }

  /** Grants more time for connecting, as it gets on. */
  private void progressed() {
    boolean inTime = scheduler.nanoTime() - startedNanos < CONNECT_LIMIT.toNanos();
    if (phase == Phase.CONNECTING && giveUp != null && inTime) {
      cancelGiveUp();
      awaitConnection();
      notifier.progress();
    }
  }

  private void openSocket(ClientMessage first) {
    var fresh =
        new SignalingSocket(
            options.http(), options.signaling(), first, serial, scheduler, new SocketListener());
    socket = fresh;
    fresh.open();
  }

  // Calls of the application, from any thread.

  LocalTracks localTracks() {
    return localTracks;
  }

  void silence(Set<String> identities) {
    Set<String> wanted = Set.copyOf(identities);
    serial.execute(
        () -> {
          silenced = wanted;
          applySilence();
        });
  }

  CompletableFuture<Void> firstAudio() {
    return firstAudio.future();
  }

  void updateToken(String fresh) {
    serial.execute(() -> token = fresh);
  }

  void reconnect() {
    serial.execute(
        () -> {
          if (phase == Phase.CONNECTED && socket != null) {
            socket.fail(SignalingSocket.CONNECTION_LOST, "asked to connect anew");
            peers.restartIce();
          } else {
            tryToResume();
          }
        });
  }

  CompletableFuture<Room.Stats> stats() {
    return CompletableFuture.supplyAsync(peers::stats, serial)
        .thenCompose(all -> all)
        .thenApplyAsync(
            all ->
                Quality.of(
                    all,
                    participants.identitiesByTrackId(),
                    ownQuality(),
                    peers.work() && !notifier.isReconnecting()),
            serial);
  }

  void leave() {
    serial.execute(() -> end(new DisconnectReason.Left()));
  }

  // Events of the signaling socket.

  private final class SocketListener implements SignalingSocket.Listener {
    @Override
    public void onMessage(ServerMessage message) {
      if (phase != Phase.ENDED) {
        take(message);
      }
    }

    @Override
    public void onHeard() {
      if (peers.isLost()) {
        showReconnecting();
      }
    }

    @Override
    public void onSign() {
      progressed();
    }

    @Override
    public void onUnusable(String why) {
      LOG.warn("a signaling message cannot be used: {}", why);
      if (phase == Phase.CONNECTING) {
        end(new DisconnectReason.Refused(UNUSABLE, why));
      } else if (phase == Phase.RESUMING && socket != null) {
        socket.fail(UNUSABLE, why); // The next attempt may bring a usable one.
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
    try {
      peers.openFirst(publications.sources());
    } catch (Throwable e) {
      // Native media code throws Errors for what it refuses.
      LOG.warn("no peer connection for {}", options.name(), e);
      end(lost(NO_MEDIA, "no media connection: " + e));
    }
  }

  /** Joins the room with the first offer. */
  private void sendConnect(PeerUpdate offer) {
    progressed();
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
    Threads.startVirtual("room-connected", () -> connected.complete(own));
    backoff.connected();
    apply(welcome.state());
    sendChanges();
  }

  private void apply(ServerMessage.State state) {
    if (identity == null) {
      return;
    }
    String ownSid = identity.sid();
    state.subscribed().ifPresent(participants::subscribed);
    state.participants().ifPresent(list -> participants.update(list, ownSid));
    state
        .peerConnections()
        .ifPresent(list -> list.forEach(u -> peers.take(u, publications.sources())));
    state.published().ifPresent(localTracks::published);
    showParticipants();
    state.mediaSignaling().ifPresent(data::labels);
  }

  private void showParticipants() {
    data.recognize();
    applySilence();
    notifier.participants(participants.view());
  }

  private void applySilence() {
    peers.silence(silenced.isEmpty() ? Set.of() : participants.trackIdsOf(silenced));
  }

  private Optional<String> identityOf(String sid) {
    Identity own = identity;
    return own != null && sid.equals(own.sid())
        ? Optional.of(own.identity())
        : participants.identity(sid);
  }

  /** Returns the network quality of the local participant as the server last sent it. */
  private Optional<Integer> ownQuality() {
    return Optional.ofNullable(identity).flatMap(self -> notifier.quality(self.identity()));
  }

  private void showReconnecting() {
    if (phase == Phase.CONNECTED || phase == Phase.RESUMING) {
      notifier.reconnecting(phase == Phase.RESUMING || peers.isLost());
      notifier.connectivity(connectivity(), peers.mediaAddress());
    }
  }

  private MediaConnectivity connectivity() {
    if (peers.work()) {
      return MediaConnectivity.WORKING;
    }
    // A server that has stopped altogether says nothing about the network's UDP.
    return phase == Phase.CONNECTED && peers.isLost() && socket != null && socket.heardLately()
        ? MediaConnectivity.BLOCKED
        : MediaConnectivity.UNKNOWN;
  }

  private void send(ClientMessage message) {
    if (socket != null) {
      socket.send(message);
    }
  }

  /** Sends all changes, at most one connection per message (protocol notes, section 3.4). */
  private void sendChanges() {
    if (phase != Phase.CONNECTED || identity == null) {
      return; // The connect or sync message will contain the changes.
    }
    List<PeerUpdate> updates = peers.unsent();
    if (updates.isEmpty() && publications.revision() > sentRevision) {
      send(update(List.of()));
    }
    updates.forEach(update -> send(update(List.of(update))));
    sentRevision = publications.revision();
  }

  private ClientMessage update(List<PeerUpdate> peerConnections) {
    String session = identity == null ? "" : identity.session();
    return new ClientMessage.Update(session, Optional.of(publications.toWire()), peerConnections);
  }

  // Resuming after the socket was lost.

  private void resume() {
    if (identity == null) {
      return;
    }
    if (phase == Phase.CONNECTED) {
      phase = Phase.RESUMING;
      cancelGiveUp();
      giveUpAfter(
          Duration.ofSeconds(identity.timeout()),
          SignalingSocket.CONNECTION_LOST,
          "the signaling connection is lost");
      showReconnecting();
    }
    Duration wait = backoff.next().orElse(SignalingSocket.RETRIES.longest());
    scheduler.after(wait, () -> serial.execute(this::tryToResume));
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
    backoff.connected();
    cancelGiveUp();
    if (peers.isLost()) {
      giveUpMedia();
    }
    participants.replace(synced.state().participants().orElse(List.of()), identity.sid());
    synced.state().peerConnections().ifPresent(peers::keepOnly);
    apply(synced.state());
    showReconnecting();
    sendChanges();
  }

  /** Ends the session if media stays lost, unless an end is due already. */
  private void giveUpMedia() {
    if (giveUp == null) {
      giveUpAfter(MEDIA_PATIENCE, NO_MEDIA, "the media connection is lost");
    }
  }

  private void giveUpAfter(Duration time, int code, String why) {
    giveUp = scheduler.after(time, serial, () -> end(lost(code, why)));
  }

  private void cancelGiveUp() {
    if (giveUp != null) {
      giveUp.cancel();
      giveUp = null;
    }
  }

  private final class PeerListener implements PeerSet.Listener {
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
        participants.mediaBegan(trackId);
      } else {
        participants.mediaEnded(trackId);
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
        giveUpMedia();
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

  private final class DataListener implements DataReception.Listener {
    @Override
    public void onMessage(Room.DataMessage message) {
      if (phase != Phase.ENDED) {
        notifier.message(message);
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
        case MediaSignal.ActiveSpeaker speaker -> notifier.dominantSpeaker(speaker.participant());
        case MediaSignal.Quality quality -> {
          if (identity != null) {
            notifier.quality(quality, identity.identity());
          }
          qualityReports.answered();
        }
        case MediaSignal.Ready _, MediaSignal.QualityInputs _, MediaSignal.Other _ ->
            LOG.debug("ignored {} on {}", signal, name);
      }
    }

    @Override
    public void onSignalingClosed(String name, DataChannel channel) {
      if (qualityReports.end(channel)) {
        notifier.qualityEnded();
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
    qualityReports.end();
    if (socket != null) {
      socket.close(Optional.of(new ClientMessage.Disconnect(wasIn ? session() : "")));
      socket = null;
    }
    peers.close();
    localTracks.end(reason);
    firstAudio.end(reason);
    LOG.info("left {}: {}", options.name(), reason);
    if (wasIn) {
      notifier.disconnected(reason);
    } else {
      Threads.startVirtual(
          "room-refused", () -> connected.completeExceptionally(new Room.ConnectException(reason)));
    }
  }

  private String session() {
    return identity == null ? "" : identity.session();
  }
}
