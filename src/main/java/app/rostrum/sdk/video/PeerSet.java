package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.PeerConnection.State;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.wire.room.PeerUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer connections of one room: one of our own making and as many as the server asks for. Sends
 * all local tracks on each, and restarts ICE where it fails. Used on the room's serial executor.
 */
final class PeerSet {
  private static final Logger LOG = LoggerFactory.getLogger(PeerSet.class);
  private static final int MAX_PEERS = 64;

  /** How long a connection may be disconnected before ICE restarts. */
  private static final long PATIENCE_MILLIS = 3000;

  private static final long MAX_RESTART_MILLIS = 10_000;

  interface Listener {
    /** There is something to send. */
    void onLocalChange();

    void onTrack(String trackId, boolean began);

    /** The other end has opened a data channel. */
    void onDataChannel(DataChannel channel);

    /** A transport has changed its state. */
    void onTransport();

    void onRefused(int code, String why);
  }

  private final MediaEngine media;
  private final Executor serial;
  private final Timers timers;
  private final Listener listener;
  private final Map<String, PeerNegotiation> peers = new LinkedHashMap<>();
  private final Map<String, State> states = new HashMap<>();
  private final Set<String> closed = new HashSet<>();
  private List<IceServer> iceServers = List.of();
  private boolean ended;

  PeerSet(MediaEngine media, Executor serial, Timers timers, Listener listener) {
    this.media = media;
    this.serial = serial;
    this.timers = timers;
    this.listener = listener;
  }

  void configure(List<IceServer> servers) {
    iceServers = servers;
  }

  boolean isEmpty() {
    return peers.isEmpty();
  }

  /** Whether no transport works though one did or should. */
  boolean isLost() {
    return !states.isEmpty()
        && states.values().stream().allMatch(s -> s == State.FAILED || s == State.DISCONNECTED);
  }

  void openFirst(List<Publications.Source> tracks) {
    PeerNegotiation first = open(UUID.randomUUID().toString(), tracks);
    first.connection().receiveAudio();
    first.offer();
  }

  private PeerNegotiation open(String id, List<Publications.Source> tracks) {
    var ear = new Ear(id);
    PeerConnection connection = media.connect(iceServers, ear);
    connection.prepareData();
    var negotiation =
        new PeerNegotiation(
            id,
            connection,
            serial,
            new PeerNegotiation.Outlet() {
              @Override
              public void onLocalChange(PeerNegotiation n) {
                listener.onLocalChange();
              }

              @Override
              public void onRefused(PeerNegotiation n, int code, String why) {
                listener.onRefused(code, why);
              }
            });
    peers.put(id, negotiation);
    states.put(id, State.NEW);
    tracks.forEach(negotiation::add);
    return negotiation;
  }

  /** News from the server; an id that was never seen before is a connection to make. */
  void take(PeerUpdate update, List<Publications.Source> tracks) {
    PeerNegotiation known = peers.get(update.id());
    if (known == null) {
      if (closed.contains(update.id()) || update.description().isEmpty()) {
        return;
      }
      if (peers.size() >= MAX_PEERS) {
        LOG.warn("the server asks for more than {} connections", MAX_PEERS);
        return;
      }
      known = open(update.id(), tracks);
    }
    known.take(update);
    if (known.isClosed()) {
      forget(known.id());
    }
  }

  private void forget(String id) {
    peers.remove(id);
    states.remove(id);
    closed.add(id);
    listener.onTransport();
  }

  /** Closes what the server does not list any more. */
  void keepOnly(List<PeerUpdate> listed) {
    var ids = new HashSet<String>();
    listed.forEach(update -> ids.add(update.id()));
    for (PeerNegotiation negotiation : List.copyOf(peers.values())) {
      if (!ids.contains(negotiation.id())) {
        negotiation.close();
        forget(negotiation.id());
      }
    }
  }

  void add(Publications.Source track) {
    for (PeerNegotiation negotiation : peers.values()) {
      if (negotiation.add(track)) {
        negotiation.offer();
      }
    }
  }

  void remove(Publications.Source track) {
    if (track instanceof Publications.Source.Data(var data)) {
      data.end(); // No exchange of descriptions: the channels close by themselves.
    } else if (track instanceof Publications.Source.Audio(var audio)) {
      for (PeerNegotiation negotiation : peers.values()) {
        negotiation.remove(audio);
        negotiation.offer();
      }
    }
  }

  /** Each connection's newest local description. */
  List<PeerUpdate> newest() {
    return peers.values().stream().flatMap(n -> n.newest().stream()).toList();
  }

  List<PeerUpdate> unsent() {
    var updates = new ArrayList<PeerUpdate>();
    for (PeerNegotiation negotiation : peers.values()) {
      negotiation.unsentDescription().ifPresent(updates::add);
      negotiation.unsentCandidates().ifPresent(updates::add);
    }
    return updates;
  }

  CompletableFuture<List<PeerConnection.Stats>> stats() {
    List<CompletableFuture<PeerConnection.Stats>> all =
        peers.values().stream().map(n -> n.connection().stats()).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
  }

  void close() {
    ended = true;
    peers.values().forEach(PeerNegotiation::close);
    peers.clear();
    states.clear();
  }

  private void changed(String id, State state) {
    PeerNegotiation negotiation = peers.get(id);
    if (negotiation == null || ended) {
      return;
    }
    states.put(id, state);
    LOG.debug("peer connection {} is {}", id, state);
    switch (state) {
      case FAILED -> restart(id, 500);
      case DISCONNECTED ->
          timers.after(PATIENCE_MILLIS, () -> serial.execute(() -> restart(id, 1000)));
      case NEW, CONNECTING, CONNECTED, CLOSED -> {
        // Nothing to repair.
      }
    }
    listener.onTransport();
  }

  /** Restarts ICE unless it works again, and looks after it with growing patience. */
  private void restart(String id, long again) {
    PeerNegotiation negotiation = peers.get(id);
    State state = states.get(id);
    if (negotiation == null || ended || (state != State.FAILED && state != State.DISCONNECTED)) {
      return;
    }
    LOG.info("restarting ICE on {}", id);
    negotiation.restartIce();
    timers.after(
        again, () -> serial.execute(() -> restart(id, Math.min(MAX_RESTART_MILLIS, again * 2))));
  }

  /** The media stack's threads come in here and hand over at once. */
  private final class Ear implements PeerConnection.Listener {
    private final String id;

    Ear(String id) {
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
            PeerNegotiation negotiation = peers.get(id);
            if (negotiation != null) {
              negotiation.localCandidate(candidate, mid, lineIndex);
            }
          });
    }

    @Override
    public void onTrack(RemoteAudioTrack track) {
      serial.execute(() -> listener.onTrack(track.id(), true));
    }

    @Override
    public void onDataChannel(DataChannel channel) {
      serial.execute(() -> listener.onDataChannel(channel));
    }

    @Override
    public void onTrackEnded(RemoteAudioTrack track) {
      serial.execute(() -> listener.onTrack(track.id(), false));
    }
  }
}
