package app.rostrum.cloud.rooms;

import app.rostrum.rtc.RtcPeer;
import app.rostrum.wire.room.MediaSignal;
import app.rostrum.wire.room.MediaSignal.Directions;
import app.rostrum.wire.room.MediaSignal.QualityInputs;
import app.rostrum.wire.room.QualityLevel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The quality of one participant's connection, from this server's measurements and the
 * participant's reports. A report affects its sender's level only, so that a false one harms no
 * other participant. Belongs to the room's thread.
 */
final class MemberQuality {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(15);

  /**
   * The least time between two answered reports. Official clients report a second after each
   * answer; earlier reports are not answered.
   */
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private Optional<QualityInputs> inputs = Optional.empty();
  private long reportedNanos;
  private Directions levels = new Directions(5, 5);

  /** Takes a report. Returns whether it is to be answered. */
  boolean report(QualityInputs report, long nowNanos) {
    if (inputs.isPresent() && nowNanos - reportedNanos < MIN_INTERVAL_NANOS) {
      return false;
    }
    inputs = Optional.of(report);
    reportedNanos = nowNanos;
    return true;
  }

  /** Computes the levels again. */
  void refresh(Optional<MediaConnection> media, boolean reachable, long nowNanos) {
    if (media.isEmpty() || !media.get().works() || !reachable) {
      levels = new Directions(QualityLevel.LOST, QualityLevel.LOST);
      return;
    }
    RtcPeer.Stats stats = media.get().stats();
    Optional<QualityInputs> fresh = inputs.filter(i -> nowNanos - reportedNanos < FRESH_NANOS);
    double roundTrip =
        Math.max(
            stats.roundTripTime().map(MemberQuality::millis).orElse(0.0),
            fresh.flatMap(QualityInputs::roundTripSeconds).orElse(0.0) * 1000);
    double receiveJitter = fresh.flatMap(QualityInputs::receiveJitterSeconds).orElse(0.0) * 1000;
    levels =
        new Directions(
            QualityLevel.rate(stats.receivedLossRatio(), roundTrip, 0),
            QualityLevel.rate(stats.lossRatio(), roundTrip, receiveJitter));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  int level() {
    return Math.min(levels.send(), levels.receive());
  }

  /** Returns the levels of both directions, if the participant has asked for this detail. */
  Optional<MediaSignal.Directions> directions() {
    return inputs.filter(i -> i.reportLevel() > 1).map(i -> levels);
  }

  boolean wantsRemotes() {
    return inputs.map(i -> i.remoteReportLevel() > 0).orElse(false);
  }
}
