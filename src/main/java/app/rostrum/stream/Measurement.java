package app.rostrum.stream;

import app.rostrum.sdk.video.Room;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.threads.Timers.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the room or the player at intervals, as long as the levels are followed and something is
 * heard. On the loop only.
 */
final class Measurement {
  private final SessionContext context;
  private final StreamRoster roster;
  private final RoleTransitions transitions;
  private final StreamMeter meter;
  private final Notices notices;
  private final MutedSpeech mutedSpeech = new MutedSpeech();
  private boolean followed = true;
  private @Nullable Timer timer;

  Measurement(
      SessionContext context,
      StreamRoster roster,
      RoleTransitions transitions,
      StreamMeter meter,
      Notices notices) {
    this.context = context;
    this.roster = roster;
    this.transitions = transitions;
    this.meter = meter;
    this.notices = notices;
  }

  /** Starts or stops measuring; what was measured before is forgotten. */
  void follow(boolean levels) {
    followed = levels;
    if (!levels) {
      meter.silence();
      mutedSpeech.reset();
      StageSeat seat = transitions.seats().stage();
      if (seat != null) {
        seat.pauseOwnSound();
      }
    }
  }

  /** Sets or cancels the timer, as what is heard has come or gone. */
  void update() {
    boolean measuring = followed && !transitions.seats().empty();
    if (measuring && timer == null) {
      timer = context.after(StreamMeter.INTERVAL, new Event.TimeUp.Measuring());
    } else if (!measuring) {
      end();
    }
  }

  void due() {
    timer = null;
    transitions.seats().measure();
  }

  void on(Event.RoomNews.Measured measured) {
    StageSeat seat = transitions.seats().stage();
    if (seat != null && seat.id == measured.seat()) {
      seat.take(measured);
      measured.stats().ifPresent(stats -> take(seat, stats));
    }
  }

  private void take(StageSeat seat, Room.Stats stats) {
    boolean on = transitions.microphoneOn();
    seat.takeOwnSound(stats, on);
    Audibility audibility = seat.audibility(on);
    // What was captured last stays in the figures when nothing is captured any more.
    meter.onStage(context.identity(), on && audibility != Audibility.STOPPED, stats);
    if (audibility != Audibility.MUTED) {
      mutedSpeech.reset();
    } else if (mutedSpeech.speaks(stats.localLevel())) {
      notices.add(Notice.Kind.SPEAKING_MUTED, "");
    }
  }

  void on(Event.PlayerNews.Measured measured) {
    AudienceSeat seat = transitions.seats().audience();
    if (seat != null && seat.id == measured.seat()) {
      seat.take(measured);
      if (transitions.seats().stage() == null) {
        measured.stats().ifPresent(stats -> meter.inAudience(roster.speakers(), stats));
      }
    }
  }

  void end() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
