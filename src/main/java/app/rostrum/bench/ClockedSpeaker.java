package app.rostrum.bench;

import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A speaker that sends frames encoded beforehand and only takes the time of arriving packets. The
 * RTP timestamp tells the speaker and the frame: each speaker has a range of its own.
 */
final class ClockedSpeaker implements MediaEngine {
  private static final int[] NO_SOURCES = {};
  private static final byte[] NO_LEVELS = {};
  private static final int REMEMBERED = 1024;
  private static final long RANGE = 1L << 27;
  private static final int SAMPLES = 960;

  /** The times at which each speaker sent its latest frames, in nanoseconds. */
  private static final Map<Integer, AtomicLongArray> SENT = new ConcurrentHashMap<>();

  private final int number;
  private final AtomicLongArray sent = new AtomicLongArray(REMEMBERED);
  private final List<Double> delays = new ArrayList<>();
  private final Set<Long> voices = ConcurrentHashMap.newKeySet();
  private volatile @Nullable RtpTransceiver section;

  ClockedSpeaker(int number) {
    this.number = number;
    SENT.put(number, sent);
  }

  void send(byte[] voice, long frame) {
    RtpTransceiver to = section;
    if (to != null) {
      sent.set((int) (frame % REMEMBERED), System.nanoTime());
      to.sendOpus(
          voice, voice.length, number * RANGE + frame * SAMPLES, false, 20, NO_SOURCES, NO_LEVELS);
    }
  }

  private void arrived(RtpPacket packet) {
    long now = System.nanoTime();
    long timestamp = packet.timestamp();
    AtomicLongArray theirs = SENT.get((int) (timestamp / RANGE));
    if (theirs == null) {
      return;
    }
    voices.add(timestamp / RANGE);
    long at = theirs.get((int) (timestamp % RANGE / SAMPLES % REMEMBERED));
    synchronized (delays) {
      delays.add((now - at) / 1e6);
    }
  }

  /** Returns the number of other speakers heard so far. */
  int voices() {
    return voices.size();
  }

  List<Double> delays() {
    synchronized (delays) {
      return List.copyOf(delays);
    }
  }

  void clear() {
    synchronized (delays) {
      delays.clear();
    }
  }

  @Override
  public LocalAudioTrack createAudioTrack(String id) {
    return new Track(id + "-" + number);
  }

  @Override
  public PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener) {
    try {
      return new Connection(
          MediaPort.open(new InetSocketAddress("127.0.0.1", 0), List.of()), listener);
    } catch (IOException e) {
      throw new MediaException("no port", e);
    }
  }

  @Override
  public void close() {
    SENT.remove(number, sent);
  }

  private record Track(String id) implements LocalAudioTrack {
    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public void setEnabled(boolean enabled) {}
  }

  private final class Connection implements PeerConnection, RtcPeer.Listener {
    private final MediaPort port;
    private final Listener listener;
    private final RtcPeer peer;

    Connection(MediaPort port, Listener listener) {
      this.port = port;
      this.listener = listener;
      this.peer = RtcPeer.create(port, RtcPeer.IceRole.FULL, this);
    }

    @Override
    public void onState(RtcPeer.State state) {
      listener.onState(State.valueOf(state.name()));
    }

    @Override
    public void onRtp(RtpTransceiver from, RtpPacket packet) {
      arrived(packet);
    }

    @Override
    public void addTrack(LocalAudioTrack track) {
      section = peer.addAudio(Direction.SENDRECV, track.id());
    }

    @Override
    public void removeTrack(LocalAudioTrack track) {
      section = null;
    }

    @Override
    public void prepareData() {
      peer.prepareData();
    }

    @Override
    public DataChannel createDataChannel(String label, DataChannel.Options options) {
      throw new MediaException("not part of this benchmark");
    }

    @Override
    public void receiveAudio() {}

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

    private <T> CompletableFuture<T> attempt(Callable<T> step) {
      try {
        return CompletableFuture.completedFuture(step.call());
      } catch (SdpRefusedException e) {
        return CompletableFuture.failedFuture(new MediaException("refused", e));
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public void addCandidate(String candidate, String mid, int lineIndex) {
      peer.addRemoteCandidate(candidate);
    }

    @Override
    public void restartIce() {
      peer.restartIce();
    }

    @Override
    public CompletableFuture<Stats> stats() {
      return CompletableFuture.completedFuture(
          new Stats(
              0,
              Map.of(),
              List.of(),
              Optional.empty(),
              0,
              Duration.ZERO,
              Duration.ZERO,
              0,
              Upstream.NONE,
              Optional.empty()));
    }

    @Override
    public void close() {
      peer.close();
      port.close();
    }
  }
}
