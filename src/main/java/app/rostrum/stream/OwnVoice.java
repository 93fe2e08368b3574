package app.rostrum.stream;

import app.rostrum.sdk.video.Room;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges by the measurements of a room whether this person's sound leaves and arrives. Before
 * anything has been measured it is trusted. On the loop only.
 */
final class OwnVoice {
  /**
   * The time without a packet after which nothing is captured; packets are sent 50 times a second.
   */
  static final Duration STOPPED = Duration.ofSeconds(2);

  /** The time of silence after which a microphone that never delivered a sound is told about. */
  static final Duration SILENT_AT_FIRST = Duration.ofSeconds(6);

  /**
   * The time for one that did. Headsets that gate noise deliver complete silence between two
   * sentences.
   */
  static final Duration SILENT_LATER = Duration.ofSeconds(30);

  /**
   * The shortest time without a report after which the server is silent, if nothing else comes from
   * it either: it forwards what the others send, their silence too.
   */
  static final Duration SOONEST = Duration.ofSeconds(1);

  /** The shortest such time while the others' sound arrives, and before the interval is known. */
  private static final Duration PATIENT = Duration.ofSeconds(3);

  private static final Duration LATEST = Duration.ofSeconds(15);

  /** The time after the last packet for which the others' sound counts as arriving. */
  private static final Duration FLOWING = Duration.ofMillis(500);

  /** Reports may come late; so many intervals between them are not late yet. */
  private static final int INTERVALS = 3;

  /** An overdue report counts after this time: this machine itself may have stood still. */
  private static final Duration OVERDUE = Duration.ofMillis(200);

  /** A pause of the measurements after which the ones before it say nothing. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Less than the noise of any microphone (about -76 dB). */
  private static final double COMPLETE_SILENCE = 0.00015;

  private boolean measured;
  private long measuredAt;
  private long packets;
  private long sentAt;
  private long received;
  private long receivedAt;
  private long soundAt;
  private boolean everSound;
  private boolean open;
  private Optional<Duration> reportAge = Optional.empty();
  private Duration interval = Duration.ZERO;
  private long overdueSince;
  private boolean overdue;

  /** Forgets everything, because another room or microphone is measured next. */
  void reset() {
    measured = false;
    everSound = false;
    interval = Duration.ZERO;
    overdue = false;
  }

  /** Trusts again until something is measured: nothing was, for a while. */
  void pause() {
    measured = false;
    overdue = false;
  }

  /**
   * Takes a measurement.
   *
   * @param on whether the microphone is open
   * @param now in nanoseconds
   */
  void take(Room.Stats stats, boolean on, long now) {
    boolean afresh = !measured || now - measuredAt > PAUSE.toNanos();
    measured = true;
    measuredAt = now;
    if (afresh || stats.upstream().packets() != packets) {
      sentAt = now;
    }
    packets = stats.upstream().packets();
    if (afresh || stats.packetsReceived() != received) {
      receivedAt = now;
    }
    received = stats.packetsReceived();
    boolean sound = stats.localLevel() > COMPLETE_SILENCE;
    everSound |= sound;
    if (afresh || sound || on != open) {
      soundAt = now;
    }
    open = on;
    takeReport(stats.upstream().sinceReport(), now);
  }

  private void takeReport(Optional<Duration> age, long now) {
    if (reportAge.isPresent() && age.isPresent() && age.get().compareTo(reportAge.get()) < 0) {
      // A new one has come; its predecessor's age was the interval, which is forgotten slowly. That
      // of a server that had stopped is none.
      Duration faded = interval.multipliedBy(9).dividedBy(10);
      boolean counts = interval.isZero() || !serverSilent();
      interval = counts && reportAge.get().compareTo(faded) > 0 ? reportAge.get() : faded;
    }
    reportAge = age;
    boolean late = age.isPresent() && age.get().compareTo(patience(now)) > 0;
    if (!late || !overdue) {
      overdueSince = now;
    }
    overdue = late;
  }

  private Duration patience(long now) {
    Duration patience = interval.multipliedBy(INTERVALS);
    boolean flows = now - receivedAt < FLOWING.toNanos();
    Duration least = flows || interval.isZero() ? PATIENT : SOONEST;
    if (patience.compareTo(least) < 0) {
      return least;
    }
    return patience.compareTo(LATEST) < 0 ? patience : LATEST;
  }

  /** Returns whether sound has stopped to leave, even that of a muted microphone. */
  boolean stopped() {
    return measured && measuredAt - sentAt >= STOPPED.toNanos();
  }

  /** Returns whether the open microphone delivers complete silence. */
  boolean silent() {
    Duration limit = everSound ? SILENT_LATER : SILENT_AT_FIRST;
    return measured && open && measuredAt - soundAt >= limit.toNanos();
  }

  /** Returns whether the server has stopped to report what it receives. */
  boolean serverSilent() {
    return measured && overdue && measuredAt - overdueSince >= OVERDUE.toNanos();
  }
}
