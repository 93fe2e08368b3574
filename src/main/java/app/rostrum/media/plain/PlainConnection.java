package app.rostrum.media.plain;

import app.rostrum.media.DataChannel;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A {@link PeerConnection} on {@link RtcPeer}. Candidates are in the descriptions. */
final class PlainConnection implements PeerConnection {
  private static final int[] NO_SOURCES = {};
  private static final byte[] NO_LEVELS = {};

  private final PlainEngine engine;
  private final MediaPort port;
  private final Listener listener;
  private final boolean plays;
  private final RtcPeer peer;
  private final Map<RtpTransceiver, PlainTrack> sending = new ConcurrentHashMap<>();
  private final Map<RtpTransceiver, PlainRemoteTrack> receiving = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean connected;

  PlainConnection(PlainEngine engine, MediaPort port, Listener listener, boolean plays) {
    this.engine = engine;
    this.port = port;
    this.listener = listener;
    this.plays = plays;
    this.peer = RtcPeer.create(port, RtcPeer.IceRole.FULL, new PeerListener());
  }

  @Override
  public void addTrack(LocalAudioTrack track) {
    if (!(track instanceof PlainTrack plain)) {
      throw new MediaException("a track of another engine");
    }
    synchronized (sending) {
      if (sending.containsValue(plain)) {
        return;
      }
      RtpTransceiver free =
          peer.transceivers().stream()
              .filter(section -> !sending.containsKey(section) && section.localTrackId().isEmpty())
              .findFirst()
              .orElse(null);
      if (free == null) {
        free = peer.addAudio(Direction.SENDRECV, plain.id());
      } else {
        free.setLocalTrackId(plain.id());
        free.setDirection(Direction.SENDRECV);
      }
      sending.put(free, plain);
    }
    engine.startTicking();
  }

  @Override
  public void removeTrack(LocalAudioTrack track) {
    synchronized (sending) {
      sending
          .entrySet()
          .removeIf(
              entry -> {
                if (entry.getValue() != track) {
                  return false;
                }
                entry.getKey().setLocalTrackId("");
                entry.getKey().setDirection(Direction.RECVONLY);
                return true;
              });
    }
  }

  @Override
  public DataChannel createDataChannel(String label, DataChannel.Options options) {
    return new PlainDataChannel(peer.openDataChannel(PlainDataChannel.options(label, options)));
  }

  @Override
  public void receiveAudio() {
    synchronized (sending) {
      if (peer.transceivers().isEmpty()) {
        peer.addAudio(Direction.RECVONLY, "");
      }
    }
  }

  @Override
  public void prepareData() {
    peer.prepareData();
  }

  @Override
  public CompletableFuture<String> offer() {
    return attempt(peer::createOffer);
  }

  @Override
  public CompletableFuture<String> answer(String offer) {
    return attempt(() -> peer.answer(offer));
  }

  @Override
  public CompletableFuture<Void> acceptAnswer(String answer) {
    return attempt(
        () -> {
          peer.acceptAnswer(answer);
          return null;
        });
  }

  @Override
  public void addCandidate(String candidate, String mid, int lineIndex) {
    if (!closed.get()) {
      peer.addRemoteCandidate(candidate);
    }
  }

  @Override
  public void restartIce() {
    peer.restartIce();
  }

  @Override
  public CompletableFuture<Stats> stats() {
    return attempt(this::readStats);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connected = false;
      engine.remove(this);
      peer.close();
      port.close();
      listener.onState(State.CLOSED);
    }
  }

  boolean sends() {
    return connected && !sending.isEmpty();
  }

  /** Begins a beat and returns how the sound of it begins and ends. Ticker's thread only. */
  Fade begin(long beat) {
    Fade fade = Fade.NONE;
    for (PlainTrack track : sending.values()) {
      track.begin(beat);
      fade = track.fade() == Fade.NONE ? fade : track.fade();
    }
    return fade;
  }

  void send(
      byte[] frame, int length, byte[] silence, long timestamp, boolean marker, int audioLevel) {
    sending.forEach(
        (section, track) -> {
          if (!section.currentDirection().sends()) {
            return;
          }
          if (track.audible()) {
            section.sendOpus(frame, length, timestamp, marker, audioLevel, NO_SOURCES, NO_LEVELS);
          } else {
            section.sendOpus(
                silence,
                silence.length,
                timestamp,
                marker,
                AudioLevel.SILENT,
                NO_SOURCES,
                NO_LEVELS);
          }
        });
  }

  Collection<PlainRemoteTrack> remoteTracks() {
    return receiving.values();
  }

  private Stats readStats() {
    long now = System.nanoTime();
    var levels = new HashMap<String, Double>();
    var contributors = new ArrayList<Contributor>();
    long expected = 0;
    long lost = 0;
    long packets = 0;
    Duration jitter = Duration.ZERO;
    Duration delay = Duration.ZERO;
    for (PlainRemoteTrack track : receiving.values()) {
      levels.put(track.id(), track.level(now));
      contributors.addAll(track.contributors(now));
      expected += track.recentExpected();
      lost += track.recentLost();
      packets += track.packets();
      jitter = longer(jitter, track.jitter());
      delay = longer(delay, track.playoutDelay());
    }
    boolean audible = sending.values().stream().anyMatch(PlainTrack::enabled);
    return new Stats(
        audible ? engine.localLevel() : 0,
        Map.copyOf(levels),
        List.copyOf(contributors),
        peer.stats().roundTripTime(),
        expected == 0 ? 0 : (double) lost / expected,
        jitter,
        delay,
        packets,
        new Upstream(peer.stats().packetsSent(), peer.stats().sinceReport()),
        Optional.empty());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private <T> CompletableFuture<T> attempt(Callable<T> step) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(new MediaException("the connection is closed"));
    }
    try {
      return CompletableFuture.completedFuture(step.call());
    } catch (SdpRefusedException e) {
      return CompletableFuture.failedFuture(new MediaException(String.valueOf(e.getMessage()), e));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(new MediaException("the connection failed", e));
    }
  }

  /** Listens to the peer, on its threads. */
  private final class PeerListener implements RtcPeer.Listener {
    @Override
    public void onState(RtcPeer.State state) {
      if (state == RtcPeer.State.CLOSED || closed.get()) {
        // close() reports this, once.
        return;
      }
      connected = state == RtcPeer.State.CONNECTED;
      listener.onState(State.valueOf(state.name()));
    }

    @Override
    public void onRemoteTrack(RtpTransceiver section) {
      String id = section.remoteTrackId().orElse("");
      PlainRemoteTrack before = receiving.get(section);
      if (before != null && before.id().equals(id)) {
        return;
      }
      RemoteAudioTrack begun = null;
      if (id.isEmpty()) {
        receiving.remove(section);
      } else {
        var track = new PlainRemoteTrack(id, plays);
        receiving.put(section, track);
        begun = track;
      }
      if (before != null) {
        listener.onTrackEnded(before);
      }
      if (begun != null) {
        listener.onTrack(begun);
      }
    }

    @Override
    public void onDataChannel(TransportChannel channel) {
      listener.onDataChannel(new PlainDataChannel(channel));
    }

    @Override
    public void onRtp(RtpTransceiver section, RtpPacket packet) {
      PlainRemoteTrack track = receiving.get(section);
      if (track != null) {
        track.onPacket(packet, System.nanoTime());
      }
    }
  }
}
