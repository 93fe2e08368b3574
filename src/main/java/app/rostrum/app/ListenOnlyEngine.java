package app.rostrum.app;

import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import java.util.List;

/** An engine on a machine without a microphone: connects and receives, but has nothing to send. */
record ListenOnlyEngine(MediaEngine engine) implements MediaEngine {
  /**
   * @throws MediaException always: whoever speaks has to be told that nobody hears them
   */
  @Override
  public LocalAudioTrack createAudioTrack(String id) {
    throw new MediaException("there is no microphone");
  }

  @Override
  public PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener) {
    return engine.connect(iceServers, listener);
  }

  @Override
  public void close() {
    engine.close();
  }
}
