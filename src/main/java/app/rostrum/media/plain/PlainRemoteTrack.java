package app.rostrum.media.plain;

import app.rostrum.media.PeerConnection.Contributor;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.rtc.opus.OpusPlayout;
import app.rostrum.wire.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A received track: counted on the network's thread, played on the {@link Ticker}'s. A track that
 * is not played has neither a buffer nor a decoder.
 */
final class PlainRemoteTrack implements RemoteAudioTrack {
  private static final Duration LEAST_DELAY = Duration.ofMillis(10);
  private static final Duration MOST_DELAY = Duration.ofMillis(400);

  private final String id;
  private final Reception reception = new Reception();
  private final Contributors contributors = new Contributors();
  private final @Nullable OpusPlayout playout;
  private volatile double volume = 1;
  private double gain = 1;

  PlainRemoteTrack(String id, boolean plays) {
    this.id = id;
    this.playout = plays ? new OpusPlayout(LEAST_DELAY, MOST_DELAY) : null;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void setVolume(double volume) {
    this.volume = Math.clamp(volume, 0, 1);
  }

  void onPacket(RtpPacket packet, long now) {
    synchronized (this) {
      reception.onPacket(packet, now);
      contributors.onPacket(packet, now);
    }
    if (playout != null) {
      playout.put(packet, now);
    }
  }

  /** Fills the next 20 ms, with the volume applied; only for a track that plays. */
  void play(short[] frame, long now) {
    if (playout != null) {
      playout.read(frame, 0, now);
      applyVolume(frame);
    }
  }

  synchronized double level(long now) {
    return reception.level(now);
  }

  synchronized List<Contributor> contributors(long now) {
    return contributors.recent(now);
  }

  synchronized long packets() {
    return reception.packets();
  }

  synchronized long recentExpected() {
    return reception.recentExpected();
  }

  synchronized long recentLost() {
    return reception.recentLost();
  }

  synchronized Duration jitter() {
    return Duration.ofNanos(reception.jitterNanos());
  }

  Duration playoutDelay() {
    return playout == null ? Duration.ZERO : playout.delay();
  }

  /** Goes to a new volume within one frame, so that it does not click. */
  private void applyVolume(short[] frame) {
    double target = volume;
    if (gain == 1 && target == 1) {
      return;
    }
    double step = (target - gain) / frame.length;
    for (int i = 0; i < frame.length; i++) {
      gain += step;
      frame[i] = (short) Math.round(frame[i] * gain);
    }
    gain = target;
  }
}
