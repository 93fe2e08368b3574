package app.rostrum.app;

import app.rostrum.media.AudioDevices;
import app.rostrum.media.DataChannel;
import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.media.webrtc.WebRtcEngine;
import app.rostrum.threads.Threads;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A media engine for a sound system that may be restarted, or start late. libwebrtc never finds it
 * again, so another libwebrtc takes over; the connections of the one before fail, and whoever has
 * them makes new ones, as after a lost network.
 */
final class ReopenedEngine implements MediaEngine {
  private static final Logger log = LoggerFactory.getLogger(ReopenedEngine.class);

  private final Supplier<WebRtcEngine> factory;
  private final Set<Told> open = ConcurrentHashMap.newKeySet();
  private MediaEngine current;
  private boolean gone;
  private boolean closed;

  /**
   * @param factory creates an engine; called at once and whenever the sound system is back
   * @param silent gives an engine for the time until there is a sound system
   * @throws MediaException if there is no libwebrtc
   */
  ReopenedEngine(Supplier<WebRtcEngine> factory, Supplier<MediaEngine> silent) {
    this.factory = factory;
    this.current = first(factory, silent);
  }

  private static MediaEngine first(Supplier<WebRtcEngine> factory, Supplier<MediaEngine> silent) {
    try {
      return factory.get();
    } catch (MediaException e) {
      if (!MediaEngines.lacksSoundSystem(e)) {
        throw e;
      }
      return silent.get();
    }
  }

  /** Returns whether nothing can be heard so far, because there is no sound system yet. */
  synchronized boolean isSilent() {
    return !(current instanceof WebRtcEngine);
  }

  /**
   * Follows devices, which know whether the sound system answers and whether it has microphones.
   */
  void follow(AudioDevices devices) {
    devices.onChange(() -> changed(devices));
    changed(devices);
  }

  private synchronized void changed(AudioDevices devices) {
    if (devices.problem().filter(AudioDevices.Problem::silences).isPresent()) {
      gone = true;
    } else if (gone || (isSilent() && devices.problem().isEmpty())) {
      gone = false;
      Threads.startVirtual("sound-is-back", () -> reopen(devices));
    }
    keepFromEchoing(devices);
  }

  /**
   * Sends silence while there is no microphone: the sound system captures what the loudspeaker
   * plays instead, and everybody would hear themselves.
   */
  private synchronized void keepFromEchoing(AudioDevices devices) {
    boolean known = devices.problem().isEmpty();
    if (current instanceof WebRtcEngine heard) {
      heard.setMicrophonePresent(!known || devices.microphoneInUse().isPresent());
    }
  }

  private void reopen(AudioDevices devices) {
    WebRtcEngine fresh;
    try {
      fresh = factory.get();
    } catch (MediaException e) {
      log.warn("the sound system is back and refuses: {}", e.toString());
      return;
    }
    MediaEngine old;
    Set<Told> failing;
    synchronized (this) {
      old = closed ? fresh : current;
      current = closed ? current : fresh;
      failing = Set.copyOf(open);
      open.clear();
    }
    log.info("the sound system is back");
    keepFromEchoing(devices);
    failing.forEach(told -> Threads.contain("connection listener", told::fail));
    old.close();
  }

  @Override
  public synchronized LocalAudioTrack createAudioTrack(String id) {
    return current.createAudioTrack(id);
  }

  @Override
  public synchronized PeerConnection connect(
      List<IceServer> iceServers, PeerConnection.Listener listener) {
    var told = new Told(listener);
    open.add(told);
    return current.connect(iceServers, told);
  }

  @Override
  public synchronized void applyProcessing() {
    current.applyProcessing();
  }

  @Override
  public void close() {
    MediaEngine last;
    synchronized (this) {
      closed = true;
      last = current;
    }
    last.close();
  }

  /** Passes on what happens on a connection until its engine is given up. */
  private final class Told implements PeerConnection.Listener {
    private final PeerConnection.Listener listener;
    private volatile boolean failed;

    Told(PeerConnection.Listener listener) {
      this.listener = listener;
    }

    void fail() {
      failed = true;
      listener.onState(PeerConnection.State.FAILED);
    }

    @Override
    public void onState(PeerConnection.State state) {
      if (state == PeerConnection.State.CLOSED) {
        open.remove(this);
      }
      if (!failed) {
        listener.onState(state);
      }
    }

    @Override
    public void onCandidate(String candidate, String mid, int lineIndex) {
      if (!failed) {
        listener.onCandidate(candidate, mid, lineIndex);
      }
    }

    @Override
    public void onTrack(RemoteAudioTrack track) {
      listener.onTrack(track);
    }

    @Override
    public void onTrackEnded(RemoteAudioTrack track) {
      listener.onTrackEnded(track);
    }

    @Override
    public void onDataChannel(DataChannel channel) {
      listener.onDataChannel(channel);
    }
  }
}
