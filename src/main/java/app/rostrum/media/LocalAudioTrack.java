package app.rostrum.media;

/** The engine's input as a track. */
public interface LocalAudioTrack {
  String id();

  boolean enabled();

  /** Enables the track, or disables it so that it sends silence. */
  void setEnabled(boolean enabled);
}
