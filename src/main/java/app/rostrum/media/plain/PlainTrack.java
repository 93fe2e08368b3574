package app.rostrum.media.plain;

import app.rostrum.media.LocalAudioTrack;

/** The engine's source as a track. */
final class PlainTrack implements LocalAudioTrack {
  private final String id;
  private volatile boolean enabled = true;

  PlainTrack(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean enabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
