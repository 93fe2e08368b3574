package app.rostrum.media;

/** A track of the other end, played as soon as it arrives. */
public interface RemoteAudioTrack {
  /** The second token of a=msid in the remote description; changes come as a new track. */
  String id();

  /**
   * @param volume 0 (mute) to 1
   */
  void setVolume(double volume);
}
