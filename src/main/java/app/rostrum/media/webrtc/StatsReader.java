package app.rostrum.media.webrtc;

import app.rostrum.media.PeerConnection.Contributor;
import app.rostrum.media.PeerConnection.Stats;
import dev.onvoid.webrtc.RTCRtpContributingSource;
import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a libwebrtc report (W3C webrtc-stats) in our terms. On the engine's thread. */
final class StatsReader {
  private static final long RECENT_MILLIS = 200;

  private final Map<String, WebRtcRemoteTrack> receiving;
  private final RecentRatio loss = new RecentRatio();
  private final RecentRatio delay = new RecentRatio();

  StatsReader(Map<String, WebRtcRemoteTrack> receiving) {
    this.receiving = receiving;
  }

  Stats read(RTCStatsReport report, long now) {
    double localLevel = 0;
    var levels = new HashMap<String, Double>();
    double jitter = 0;
    double waited = 0;
    double emitted = 0;
    long received = 0;
    long lost = 0;
    Optional<Duration> roundTrip = Optional.empty();
    for (RTCStats stats : report.getStats().values()) {
      Map<String, Object> values = stats.getAttributes();
      switch (stats.getType()) {
        case MEDIA_SOURCE -> localLevel = Math.max(localLevel, number(values, "audioLevel"));
        case INBOUND_RTP -> {
          WebRtcRemoteTrack track = receiving.get(String.valueOf(values.get("mid")));
          if (track != null) {
            levels.put(track.id(), number(values, "audioLevel"));
          }
          jitter = Math.max(jitter, number(values, "jitter"));
          waited += number(values, "jitterBufferDelay");
          emitted += number(values, "jitterBufferEmittedCount");
          received += (long) number(values, "packetsReceived");
          lost += (long) number(values, "packetsLost");
        }
        case CANDIDATE_PAIR -> {
          if (Boolean.TRUE.equals(values.get("nominated"))
              && values.containsKey("currentRoundTripTime")) {
            roundTrip = Optional.of(seconds(number(values, "currentRoundTripTime")));
          }
        }
        default -> {
          // Nothing that is asked for.
        }
      }
    }
    return new Stats(
        localLevel,
        Map.copyOf(levels),
        contributors(),
        roundTrip,
        loss.read(now, Math.max(0, lost), received + Math.max(0, lost)),
        seconds(jitter),
        seconds(delay.read(now, waited, emitted)),
        received);
  }

  /**
   * Who was in the mix when the newest packet was made. libwebrtc lists the sources of the last ten
   * seconds, each with the time when it was last played; it does not read RFC 6465, so that each
   * has the level of the whole packet.
   */
  private List<Contributor> contributors() {
    var contributors = new ArrayList<Contributor>();
    for (WebRtcRemoteTrack track : receiving.values()) {
      RTCRtpReceiver receiver = track.receiver();
      long newest = Long.MIN_VALUE;
      for (RTCRtpContributingSource source : receiver.getSynchronizationSources()) {
        newest = Math.max(newest, source.timestamp);
      }
      for (RTCRtpContributingSource source : receiver.getContributingSources()) {
        if (source.timestamp >= newest - RECENT_MILLIS) {
          contributors.add(
              new Contributor(source.sourceId & 0xFFFF_FFFFL, Math.clamp(source.audioLevel, 0, 1)));
        }
      }
    }
    return contributors;
  }

  private static double number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
