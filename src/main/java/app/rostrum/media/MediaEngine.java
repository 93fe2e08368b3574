package app.rostrum.media;

import java.util.List;

/**
 * Where sound comes from and goes to: devices, or none. One engine has one input and one output,
 * and any number of connections. Methods are safe for any thread and do not block on the network.
 */
public interface MediaEngine extends AutoCloseable {
  /**
   * A track that carries the engine's input.
   *
   * @param id the track id as it appears in a=msid
   */
  LocalAudioTrack createAudioTrack(String id);

  PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener);

  @Override
  void close();
}
