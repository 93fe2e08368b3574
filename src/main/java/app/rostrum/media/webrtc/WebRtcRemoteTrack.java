package app.rostrum.media.webrtc;

import app.rostrum.media.RemoteAudioTrack;
import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import java.util.OptionalDouble;

/**
 * A track of the other end. The binding has no volume for a single track: 0 silences this one, and
 * between 0 and 1 the engine plays everything at the volume of its loudest track.
 */
final class WebRtcRemoteTrack implements RemoteAudioTrack {
  private static final double FOLLOWING = -1;

  private final WebRtcEngine engine;
  private final String id;
  private final RTCRtpReceiver receiver;
  private volatile double volume = 1;
  private boolean silenced;

  WebRtcRemoteTrack(WebRtcEngine engine, String id, RTCRtpReceiver receiver) {
    this.engine = engine;
    this.id = id;
    this.receiver = receiver;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void setVolume(double volume) {
    this.volume = Math.clamp(volume, 0, 1);
    engine.onThread(engine::applyVolumes);
  }

  @Override
  public void followVolume() {
    this.volume = FOLLOWING;
    engine.onThread(engine::applyVolumes);
  }

  /** Returns the volume that is asked for; empty if it is that of the others. */
  OptionalDouble volume() {
    double asked = volume;
    return asked == FOLLOWING ? OptionalDouble.empty() : OptionalDouble.of(asked);
  }

  /** Only on the engine's thread, and not after the connection was closed. */
  RTCRtpReceiver receiver() {
    return receiver;
  }

  /** Only on the engine's thread, and not after the connection was closed. */
  void applySilence() {
    boolean silence = volume == 0;
    if (silence != silenced) {
      MediaStreamTrack track = receiver.getTrack();
      track.setEnabled(!silence);
      silenced = silence;
    }
  }
}
