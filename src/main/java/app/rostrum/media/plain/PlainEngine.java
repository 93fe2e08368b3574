package app.rostrum.media.plain;

import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A media engine without devices: sends the sound of a {@link PcmSource} and hands received sound
 * to a {@link PcmSink}. Encodes once, however many connections there are. For bots, load, tests and
 * demonstrations. ICE servers are not used: the other end must be reachable directly.
 */
public final class PlainEngine implements MediaEngine {
  private final PcmSink sink;
  private final Voicing voicing;
  private final List<PlainConnection> connections = new CopyOnWriteArrayList<>();
  private final Ticker.Beat beat = this::onBeat;
  private final int[] sum = new int[PcmSource.FRAME];
  private final short[] frame = new short[PcmSource.FRAME];
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);

  private enum Phase {
    IDLE,
    TICKING,
    CLOSED
  }

  private PlainEngine(PcmSource source, PcmSink sink) {
    this.sink = sink;
    this.voicing = new Voicing(source);
  }

  /**
   * @param source read every 20 ms from the moment that a first connection can carry it
   * @param sink {@link PcmSink#DISCARD} to count packets and read levels without decoding
   */
  public static PlainEngine create(PcmSource source, PcmSink sink) {
    return new PlainEngine(source, sink);
  }

  /** Sends the sound of another source from the next frame on. */
  public void setSource(PcmSource source) {
    voicing.setSource(source);
  }

  @Override
  public LocalAudioTrack createAudioTrack(String id) {
    return new PlainTrack(id);
  }

  @Override
  public PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener) {
    if (phase.get() == Phase.CLOSED) {
      throw new MediaException("the engine is closed");
    }
    MediaPort port;
    try {
      // A port each: several peers of one server could not be told apart by its address.
      port = MediaPort.open(new InetSocketAddress(MediaPort.everywhere(), 0), List.of());
    } catch (IOException e) {
      throw new MediaException("no UDP port to be had", e);
    }
    var connection = new PlainConnection(this, port, listener, !discards());
    connections.add(connection);
    if (!discards()) {
      startTicking();
    }
    if (phase.get() == Phase.CLOSED) {
      connection.close();
    }
    return connection;
  }

  @Override
  public void close() {
    Phase before = phase.getAndSet(Phase.CLOSED);
    if (before == Phase.CLOSED) {
      return;
    }
    Ticker.SHARED.remove(beat);
    connections.forEach(connection -> Threads.contain("closing a connection", connection::close));
    sink.close();
  }

  /** Starts the beat when something is to be sent: a listener that discards does not need it. */
  void startTicking() {
    if (phase.compareAndSet(Phase.IDLE, Phase.TICKING)) {
      Ticker.SHARED.add(beat);
      if (phase.get() == Phase.CLOSED) {
        Ticker.SHARED.remove(beat);
      }
    }
  }

  void remove(PlainConnection connection) {
    connections.remove(connection);
  }

  double localLevel() {
    return voicing.level();
  }

  private boolean discards() {
    return sink == PcmSink.DISCARD;
  }

  private void onBeat(int passed) {
    voicing.send(connections, passed);
    if (!discards() && phase.get() != Phase.CLOSED) {
      playMix();
    }
  }

  private void playMix() {
    long now = System.nanoTime();
    Arrays.fill(sum, 0);
    for (PlainConnection connection : connections) {
      for (PlainRemoteTrack track : connection.remoteTracks()) {
        track.play(frame, now);
        sink.onAudio(track.id(), frame);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += frame[i];
        }
      }
    }
    for (int i = 0; i < sum.length; i++) {
      frame[i] = (short) Math.clamp(sum[i], Short.MIN_VALUE, Short.MAX_VALUE);
    }
    sink.onMix(frame);
  }
}
