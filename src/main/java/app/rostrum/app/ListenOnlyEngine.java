package app.rostrum.app;

import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaException;
import app.rostrum.media.PeerConnection;
import java.util.List;

/** A media engine for machines without sound: it connects and receives, but sends nothing. */
record ListenOnlyEngine(MediaEngine engine) implements MediaEngine {
  /**
   * Refuses, so that people who try to speak learn that nobody would hear them.
   *
   * @throws MediaException always
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
