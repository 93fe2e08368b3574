package app.rostrum.media.webrtc;

import app.rostrum.media.PeerConnection.Contributor;
import app.rostrum.media.PeerConnection.Stats;
import app.rostrum.media.PeerConnection.Upstream;
import dev.onvoid.webrtc.RTCRtpContributingSource;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reader of libwebrtc's reports (W3C webrtc-stats). Used on the engine's thread. */
final class StatsReader {
  private static final long RECENT_MILLIS = 200;

  private final Map<String, WebRtcRemoteTrack> receiving;
  private final RecentRatio loss = new RecentRatio();
  private final RecentRatio delay = new RecentRatio();
  // The lead of libwebrtc's clock over this process's, by the freshest source ever seen.
  private long clockAhead = Long.MIN_VALUE / 2;

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
    long sent = 0;
    long sentAt = 0;
    long reportedAt = 0;
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
        case OUTBOUND_RTP -> {
          sent += (long) number(values, "packetsSent");
          sentAt = Math.max(sentAt, stats.getTimestamp());
        }
        // Its time is the arrival of the other end's report.
        case REMOTE_INBOUND_RTP -> reportedAt = Math.max(reportedAt, stats.getTimestamp());
        case CANDIDATE_PAIR -> {
          if (Boolean.TRUE.equals(values.get("nominated"))
              && values.containsKey("currentRoundTripTime")) {
            roundTrip = Optional.of(seconds(number(values, "currentRoundTripTime")));
          }
        }
        default -> {
          // Not used.
        }
      }
    }
    return new Stats(
        localLevel,
        Map.copyOf(levels),
        contributors(now),
        roundTrip,
        loss.read(now, Math.max(0, lost), received + Math.max(0, lost)),
        seconds(jitter),
        seconds(delay.read(now, waited, emitted)),
        received,
        new Upstream(
            sent,
            reportedAt == 0 || sentAt == 0
                ? Optional.empty()
                : Optional.of(Duration.of(Math.max(0, sentAt - reportedAt), ChronoUnit.MICROS))),
        new RouteReader(report.getStats()).read());
  }

  /**
   * Returns the speakers in the mix lately. libwebrtc lists the sources of the last ten seconds,
   * each with the time when it was last played, on a clock of its own. It does not read RFC 6465,
   * so that each has the level of the whole packet.
   */
  private List<Contributor> contributors(long now) {
    if (!ContributingSources.READABLE) {
      return List.of();
    }
    long millis = now / 1_000_000;
    var sources = new ArrayList<RTCRtpContributingSource>();
    for (WebRtcRemoteTrack track : receiving.values()) {
      sources.addAll(track.receiver().getContributingSources());
    }
    for (RTCRtpContributingSource source : sources) {
      clockAhead = Math.max(clockAhead, source.timestamp - millis);
    }
    var contributors = new ArrayList<Contributor>();
    for (RTCRtpContributingSource source : sources) {
      if (millis + clockAhead - source.timestamp <= RECENT_MILLIS) {
        contributors.add(
            new Contributor(source.sourceId & 0xFFFF_FFFFL, linear(source.audioLevel)));
      }
    }
    return contributors;
  }

  /**
   * Converts RFC 6464's -dBov as the binding has it, 0 for none, to a linear level; 1 is a full
   * sine.
   */
  private static double linear(double level) {
    return level <= 0 || level >= 127 ? 0 : Math.min(1, Math.sqrt(2) * Math.pow(10, -level / 20));
  }

  private static double number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
