package app.rostrum.sdk.video;

import app.rostrum.media.PeerConnection;
import app.rostrum.wire.room.QualityLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Combines the figures of all connections and derives the network quality level. */
final class Quality {
  private Quality() {}

  /**
   * Returns the combined figures.
   *
   * @param identities the publishers' identities by track id
   * @param told the room's level, which includes the upstream
   * @param works whether media flows at all
   */
  static Room.Stats of(
      List<PeerConnection.Stats> connections,
      Map<String, String> identities,
      Optional<Integer> told,
      boolean works) {
    double local = 0;
    double loss = 0;
    double jitter = 0;
    Optional<Duration> roundTrip = Optional.empty();
    var levels = new HashMap<String, Double>();
    for (PeerConnection.Stats stats : connections) {
      local = Math.max(local, stats.localLevel());
      loss = Math.max(loss, stats.lossRatio());
      jitter = Math.max(jitter, stats.jitter().toMillis());
      if (stats.roundTripTime().isPresent()
          && (roundTrip.isEmpty() || roundTrip.get().compareTo(stats.roundTripTime().get()) < 0)) {
        roundTrip = stats.roundTripTime();
      }
      stats
          .remoteLevels()
          .forEach(
              (track, level) -> {
                String identity = identities.get(track);
                if (identity != null) {
                  levels.merge(identity, level, Math::max);
                }
              });
    }
    return new Room.Stats(
        local,
        Map.copyOf(levels),
        roundTrip,
        loss,
        works
            ? told.orElse(
                QualityLevel.rate(loss, roundTrip.orElse(Duration.ZERO).toMillis(), jitter))
            : QualityLevel.LOST,
        connections.stream().mapToLong(PeerConnection.Stats::packetsReceived).sum(),
        upstream(connections),
        connections.stream()
            .map(PeerConnection.Stats::playoutDelay)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO),
        connections.stream().flatMap(one -> one.route().stream()).findFirst());
  }

  private static PeerConnection.Upstream upstream(List<PeerConnection.Stats> connections) {
    List<PeerConnection.Upstream> all =
        connections.stream().map(PeerConnection.Stats::upstream).toList();
    return new PeerConnection.Upstream(
        all.stream().mapToLong(PeerConnection.Upstream::packets).sum(),
        all.stream().flatMap(one -> one.sinceReport().stream()).min(Duration::compareTo));
  }
}
