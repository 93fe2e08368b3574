package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaPath;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.PeerConnection.State;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Threads;
import app.rostrum.wire.room.PeerUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer connections of one room: the client's first one and as many as the server asks for. All
 * local tracks are sent on each, and ICE is restarted where it fails. On the room's serial
 * executor.
 */
final class PeerSet {
  private static final Logger LOG = LoggerFactory.getLogger(PeerSet.class);
  private static final int MAX_PEERS = 64;

  private static final int MAX_CLOSED = 1000;

  /** Receives the events of all connections. */
  interface Listener {
    /** A local description or candidate is to be sent. */
    void onLocalChange();

    void onTrack(String trackId, boolean began);

    /** The server has opened a data channel. */
    void onDataChannel(DataChannel channel);

    /** A media path has been found or lost, or may have been. */
    void onTransport();

    /** The media stack refused a description. */
    void onRefused(int code, String why);
  }

  private final MediaEngine media;
  private final Executor serial;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Listener listener;
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final RecentIds closed = new RecentIds(MAX_CLOSED);
  private List<IceServer> iceServers = List.of();
  private Set<String> silenced = Set.of();
  private boolean ended;

  /**
   * A connection with its media path and its ICE restarts.
   *
   * @param received the tracks that it receives now
   */
  private record Peer(
      PeerNegotiation negotiation,
      IceRestarts restarts,
      MediaPath path,
      List<RemoteAudioTrack> received) {
    void close() {
      restarts.stop();
      path.stop();
      Threads.contain("closing a peer connection", negotiation::close);
    }
  }

  PeerSet(
      MediaEngine media,
      Executor serial,
      Scheduler scheduler,
      RandomGenerator random,
      Listener listener) {
    this.media = media;
    this.serial = serial;
    this.scheduler = scheduler;
    this.random = random;
    this.listener = listener;
  }

  void configure(List<IceServer> servers) {
    iceServers = servers;
  }

  boolean isEmpty() {
    return peers.isEmpty();
  }

  /** Restarts ICE on all connections that have been agreed. */
  void restartIce() {
    peers.values().stream()
        .filter(peer -> !peer.path.isIdle())
        .forEach(peer -> peer.negotiation.restartIce());
  }

  /** Returns whether media can flow on one of the connections. */
  boolean work() {
    return peers.values().stream().anyMatch(peer -> peer.path.works());
  }

  /** Returns whether connections are agreed, and all of those have no path for their media. */
  boolean isLost() {
    List<Peer> agreed = peers.values().stream().filter(peer -> !peer.path.isIdle()).toList();
    return !agreed.isEmpty() && agreed.stream().allMatch(peer -> peer.path.isLost());
  }

  /** Returns the address to which the server wants media to be sent; empty if it has not told. */
  String mediaAddress() {
    return peers.values().stream()
        .flatMap(peer -> peer.negotiation.mediaAddress().stream())
        .findFirst()
        .orElse("");
  }

  void openFirst(List<Publications.Source> tracks) {
    PeerNegotiation first = open(UUID.randomUUID().toString(), tracks);
    first.connection().receiveAudio();
    first.offer();
  }

  private PeerNegotiation open(String id, List<Publications.Source> tracks) {
    PeerConnection connection = media.connect(iceServers, new ConnectionListener(id));
    connection.prepareData();
    var negotiation = new PeerNegotiation(id, connection, serial, new NegotiationListener());
    var restarts =
        new IceRestarts(
            serial,
            scheduler,
            random,
            () -> {
              LOG.info("restarting ICE on {}", id);
              negotiation.restartIce();
            });
    var path = new MediaPath(serial, scheduler, listener::onTransport);
    peers.put(id, new Peer(negotiation, restarts, path, new ArrayList<>()));
    tracks.forEach(negotiation::add);
    return negotiation;
  }

  /** Applies an update of the server. An unknown id with a description is a connection to open. */
  void take(PeerUpdate update, List<Publications.Source> tracks) {
    PeerNegotiation negotiation = find(update.id());
    if (negotiation == null) {
      if (closed.contains(update.id()) || update.description().isEmpty()) {
        return;
      }
      if (peers.size() >= MAX_PEERS) {
        LOG.warn("the server asks for more than {} connections", MAX_PEERS);
        return;
      }
      try {
        negotiation = open(update.id(), tracks);
      } catch (Throwable e) {
        // Native media code throws Errors for what it refuses.
        LOG.warn("no peer connection {}", update.id(), e);
        return;
      }
    }
    negotiation.take(update);
    if (negotiation.isClosed()) {
      forget(update.id());
    }
  }

  private @Nullable PeerNegotiation find(String id) {
    Peer peer = peers.get(id);
    return peer == null ? null : peer.negotiation;
  }

  private List<PeerNegotiation> negotiations() {
    return peers.values().stream().map(peer -> peer.negotiation).toList();
  }

  private void forget(String id) {
    Peer peer = peers.remove(id);
    if (peer != null) {
      peer.close();
    }
    closed.add(id);
    listener.onTransport();
  }

  /** Closes the connections that the server no longer lists. */
  void keepOnly(List<PeerUpdate> listed) {
    Set<String> ids = listed.stream().map(PeerUpdate::id).collect(Collectors.toSet());
    for (String id : List.copyOf(peers.keySet())) {
      if (!ids.contains(id)) {
        forget(id);
      }
    }
  }

  void add(Publications.Source track) {
    for (PeerNegotiation negotiation : negotiations()) {
      if (negotiation.add(track)) {
        negotiation.offer();
      }
    }
  }

  void remove(Publications.Source track) {
    if (track instanceof Publications.Source.Data(var data)) {
      data.end(); // Channels close without an exchange of descriptions.
    } else if (track instanceof Publications.Source.Audio(var audio)) {
      for (PeerNegotiation negotiation : negotiations()) {
        negotiation.remove(audio);
        negotiation.offer();
      }
    }
  }

  /** Returns each connection's newest local description. */
  List<PeerUpdate> newest() {
    return negotiations().stream().flatMap(n -> n.newest().stream()).toList();
  }

  /** Returns the local descriptions and candidates that have not been sent; they count as sent. */
  List<PeerUpdate> unsent() {
    var updates = new ArrayList<PeerUpdate>();
    for (PeerNegotiation negotiation : negotiations()) {
      negotiation.unsentDescription().ifPresent(updates::add);
      negotiation.unsentCandidates().ifPresent(updates::add);
    }
    return updates;
  }

  /** Plays the tracks of some ids silently, also those still to come, and all others aloud. */
  void silence(Set<String> trackIds) {
    Set<String> before = silenced;
    silenced = Set.copyOf(trackIds);
    for (Peer peer : peers.values()) {
      for (RemoteAudioTrack track : peer.received) {
        boolean silent = silenced.contains(track.id());
        if (silent != before.contains(track.id())) {
          track.setVolume(silent ? 0 : 1);
        }
      }
    }
  }

  private void received(String id, RemoteAudioTrack track, boolean began) {
    Peer peer = peers.get(id);
    if (peer != null && began) {
      peer.received.add(track);
      if (silenced.contains(track.id())) {
        track.setVolume(0);
      }
    } else if (peer != null) {
      peer.received.remove(track);
    }
    listener.onTrack(track.id(), began);
  }

  CompletableFuture<List<PeerConnection.Stats>> stats() {
    List<CompletableFuture<PeerConnection.Stats>> all =
        negotiations().stream().map(n -> n.connection().stats()).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
  }

  void close() {
    ended = true;
    peers.values().forEach(Peer::close);
    peers.clear();
  }

  private void changed(String id, State state) {
    Peer peer = peers.get(id);
    if (peer == null || ended) {
      return;
    }
    LOG.debug("peer connection {} is {}", id, state);
    peer.path.follow(state);
    peer.restarts.changed(state);
    listener.onTransport();
  }

  private final class NegotiationListener implements PeerNegotiation.Listener {
    @Override
    public void onLocalChange() {
      listener.onLocalChange();
    }

    @Override
    public void onRefused(int code, String why) {
      listener.onRefused(code, why);
    }
  }

  /** Hands the events over from the media stack's threads. */
  private final class ConnectionListener implements PeerConnection.Listener {
    private final String id;

    ConnectionListener(String id) {
      this.id = id;
    }

    @Override
    public void onState(State state) {
      serial.execute(() -> changed(id, state));
    }

    @Override
    public void onCandidate(String candidate, String mid, int lineIndex) {
      serial.execute(
          () -> {
            PeerNegotiation negotiation = find(id);
            if (negotiation != null) {
              negotiation.localCandidate(candidate, mid, lineIndex);
            }
          });
    }

    @Override
    public void onTrack(RemoteAudioTrack track) {
      serial.execute(() -> received(id, track, true));
    }

    @Override
    public void onDataChannel(DataChannel channel) {
      serial.execute(() -> listener.onDataChannel(channel));
    }

    @Override
    public void onTrackEnded(RemoteAudioTrack track) {
      serial.execute(() -> received(id, track, false));
    }
  }
}
