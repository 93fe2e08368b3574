package app.rostrum.media.webrtc;

import app.rostrum.media.LocalAudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrack;

/** The microphone as a track. */
final class WebRtcLocalTrack implements LocalAudioTrack {
  private final WebRtcEngine engine;
  private final String id;
  private volatile boolean enabled = true;

  WebRtcLocalTrack(WebRtcEngine engine, String id) {
    this.engine = engine;
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
    engine.onThread(() -> engine.applyEnabled(this));
  }

  boolean belongsTo(WebRtcEngine other) {
    return engine == other;
  }

  /** Only on the engine's thread. */
  AudioTrack nativeTrack() {
    return engine.nativeTrack(this);
  }
}
