package app.rostrum.media;

import java.util.List;

/**
 * A source and a destination of sound: devices, or none. One engine has one input and one output,
 * and any number of connections. Methods are safe for any thread and do not block on the network.
 */
public interface MediaEngine extends AutoCloseable {
  /**
   * Creates a track that carries the engine's input.
   *
   * @param id the track id as it appears in a=msid
   */
  LocalAudioTrack createAudioTrack(String id);

  PeerConnection connect(List<IceServer> iceServers, PeerConnection.Listener listener);

  /** Applies the processing of the microphone that is chosen now to what is being sent. */
  default void applyProcessing() {}

  @Override
  void close();
}
