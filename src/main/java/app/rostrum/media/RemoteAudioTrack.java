package app.rostrum.media;

/** A track of the other end, played as soon as it arrives. */
public interface RemoteAudioTrack {
  /**
   * Returns the second token of a=msid in the remote description. A change of it is a new track.
   */
  String id();

  /**
   * @param volume 0 (mute) to 1
   */
  void setVolume(double volume);

  /** Plays at the volume of the engine's other tracks, whatever it is. */
  default void followVolume() {}
}
