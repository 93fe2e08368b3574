package app.rostrum.sdk.video;

import app.rostrum.media.PeerConnection.State;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Restarts ICE (RFC 8445, section 2.4) on one peer connection while it does not work, with growing
 * waits. There is one timer for the connection, however often its state changes. On the room's
 * serial executor.
 */
final class IceRestarts {
  /** The time for which a connection may be disconnected before ICE is restarted. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofSeconds(1), Duration.ofSeconds(10));

  private enum Phase {
    IDLE,
    /** Disconnected, which may heal by itself. */
    PATIENT,
    /** Restarted; looked at again when the timer is due. */
    RESTARTED
  }

  private final Executor serial;
  private final Scheduler scheduler;
  private final Runnable restart;
  private final Backoff backoff;
  private State state = State.NEW;
  private Phase phase = Phase.IDLE;
  private Timers.Timer timer = Timers.Timer.NONE;

  /**
   * @param restart restarts ICE on the connection
   */
  IceRestarts(Executor serial, Scheduler scheduler, RandomGenerator random, Runnable restart) {
    this.serial = serial;
    this.scheduler = scheduler;
    this.restart = restart;
    this.backoff = new Backoff(POLICY, random, scheduler::nanoTime);
  }

  /** Follows the state of the connection. */
  void changed(State now) {
    state = now;
    switch (now) {
      case FAILED -> {
        if (phase != Phase.RESTARTED) {
          restart();
        }
      }
      case DISCONNECTED -> {
        if (phase == Phase.IDLE) {
          wait(Phase.PATIENT, PATIENCE);
        }
      }
      case CONNECTED -> {
        backoff.connected();
        stop();
      }
      case NEW, CONNECTING -> {
        // A restart is under way.
      }
      case CLOSED -> stop();
    }
  }

  /** Restarts nothing any more. */
  void stop() {
    phase = Phase.IDLE;
    timer.cancel();
  }

  private void restart() {
    wait(Phase.RESTARTED, backoff.next().orElse(POLICY.longest()));
    restart.run();
  }

  private void wait(Phase next, Duration time) {
    timer.cancel();
    phase = next;
    timer = scheduler.after(time, () -> serial.execute(this::due));
  }

  private void due() {
    if (phase == Phase.IDLE) {
      return;
    }
    phase = Phase.IDLE;
    if (state == State.FAILED || state == State.DISCONNECTED) {
      restart();
    }
  }
}
