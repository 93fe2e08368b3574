package app.rostrum.sdk.video;

import app.rostrum.media.PeerConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the figures of all connections together and judges them. */
final class Quality {
  private Quality() {}

  /**
   * @param identities whose a track is, by its id
   */
  static Room.Stats of(
      List<PeerConnection.Stats> connections, Map<String, String> identities, boolean lost) {
    double local = 0;
    double loss = 0;
    Optional<Duration> roundTrip = Optional.empty();
    var levels = new HashMap<String, Double>();
    for (PeerConnection.Stats stats : connections) {
      local = Math.max(local, stats.localLevel());
      loss = Math.max(loss, stats.lossRatio());
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
        lost ? 0 : level(loss, roundTrip.orElse(Duration.ZERO).toMillis()));
  }

  /** Thresholds by what speech survives: see docs/decisions/network-quality.md. */
  private static int level(double loss, long roundTripMillis) {
    if (loss < 0.01 && roundTripMillis < 150) {
      return 5;
    }
    if (loss < 0.03 && roundTripMillis < 250) {
      return 4;
    }
    if (loss < 0.08 && roundTripMillis < 400) {
      return 3;
    }
    return loss < 0.2 && roundTripMillis < 800 ? 2 : 1;
  }
}
