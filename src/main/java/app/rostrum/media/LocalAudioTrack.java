package app.rostrum.media;

/** The engine's input as a track. */
public interface LocalAudioTrack {
  String id();

  boolean enabled();

  /** A disabled track sends silence. */
  void setEnabled(boolean enabled);
}
