package app.rostrum.stream;

import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import java.util.Optional;

/**
 * The server's word that it restarts. It explains the interruption that follows, until Sync is back
 * or the server has been away for too long to be back in a moment. On the loop only.
 */
final class ServerRestart {
  /** The time for which the server's word is believed. */
  static final Duration BELIEVED = Duration.ofMinutes(1);

  private final SessionContext context;
  private Timer timer = Timer.NONE;
  private boolean expected;

  ServerRestart(SessionContext context) {
    this.context = context;
  }

  void announced() {
    timer.cancel();
    expected = true;
    timer = context.after(BELIEVED, new Event.TimeUp.Restart());
  }

  /** Ends the wait: the server is back, or too late. */
  void over() {
    timer.cancel();
    expected = false;
  }

  /** Returns the restart as the problem that it is for sound; empty if none is expected. */
  Optional<StreamProblem> problem() {
    return expected ? Optional.of(StreamProblem.of(ErrorCode.SERVER_RESTARTING)) : Optional.empty();
  }
}
