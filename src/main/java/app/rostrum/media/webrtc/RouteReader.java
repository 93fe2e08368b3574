package app.rostrum.media.webrtc;

import app.rostrum.media.MediaRoute;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader of the way of the media in libwebrtc's reports (W3C webrtc-stats). */
final class RouteReader {
  private final Map<String, RTCStats> report;

  RouteReader(Map<String, RTCStats> report) {
    this.report = report;
  }

  /** Returns the way of the pair in use; empty while there is none. */
  Optional<MediaRoute> read() {
    RTCStats pair = referred(first(RTCStatsType.TRANSPORT), "selectedCandidatePairId");
    RTCStats own = referred(pair, "localCandidateId");
    String transport = text(own, "relayProtocol");
    Optional<MediaRoute.Transport> by =
        known(MediaRoute.Transport.class, transport.isEmpty() ? text(own, "protocol") : transport);
    // Behind a NAT, a relay's address is learnt from the other end, but a relay it remains.
    Optional<MediaRoute.Candidate> here =
        transport.isEmpty() ? candidate(own) : Optional.of(MediaRoute.Candidate.RELAY);
    Optional<MediaRoute.Candidate> there = candidate(referred(pair, "remoteCandidateId"));
    return by.isPresent() && here.isPresent() && there.isPresent()
        ? Optional.of(new MediaRoute(codec(), by.get(), here.get(), there.get()))
        : Optional.empty();
  }

  private String codec() {
    RTCStats rtp = first(RTCStatsType.INBOUND_RTP);
    String type =
        text(referred(rtp == null ? first(RTCStatsType.OUTBOUND_RTP) : rtp, "codecId"), "mimeType");
    return type.substring(type.indexOf('/') + 1);
  }

  private static Optional<MediaRoute.Candidate> candidate(@Nullable RTCStats candidate) {
    return known(MediaRoute.Candidate.class, text(candidate, "candidateType"));
  }

  private static <E extends Enum<E>> Optional<E> known(Class<E> kind, String name) {
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  private @Nullable RTCStats first(RTCStatsType type) {
    for (RTCStats stats : report.values()) {
      if (stats.getType() == type) {
        return stats;
      }
    }
    return null;
  }

  private @Nullable RTCStats referred(@Nullable RTCStats from, String name) {
    return report.get(text(from, name));
  }

  private static String text(@Nullable RTCStats stats, String name) {
    return stats != null && stats.getAttributes().get(name) instanceof String text ? text : "";
  }
}
