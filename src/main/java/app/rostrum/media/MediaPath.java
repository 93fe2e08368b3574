package app.rostrum.media;

import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The path of one connection's media, judged by the connection's states. A path that is not found
 * within {@link #PATIENCE} is lost. One that was lost stays so until media flows again, although a
 * restart of ICE makes the connection CONNECTING for a while. On a serial executor.
 */
public final class MediaPath {
  /** The time that finding a path may take; it leaves a second of the five to tell the person. */
  public static final Duration PATIENCE = Duration.ofSeconds(4);

  private enum Phase {
    /** Before anything is agreed with the other end. */
    IDLE,
    FORMING,
    WORKING,
    LOST
  }

  private final Executor serial;
  private final Scheduler scheduler;
  private final Runnable onLost;
  private Phase phase = Phase.IDLE;
  private Timers.Timer timer = Timers.Timer.NONE;

  /**
   * @param onLost called on the executor when no path has been found in time; a loss that a state
   *     tells of is known to the caller
   */
  public MediaPath(Executor serial, Scheduler scheduler, Runnable onLost) {
    this.serial = serial;
    this.scheduler = scheduler;
    this.onLost = onLost;
  }

  /** Follows the state of the connection. */
  public void follow(PeerConnection.State state) {
    switch (state) {
      case NEW, CLOSED -> {
        // Nothing is expected to flow.
      }
      case CONNECTING -> {
        if (phase == Phase.IDLE || phase == Phase.WORKING) {
          become(Phase.FORMING);
          timer = scheduler.after(PATIENCE, () -> serial.execute(this::due));
        }
      }
      case CONNECTED -> become(Phase.WORKING);
      case DISCONNECTED, FAILED -> become(Phase.LOST);
    }
  }

  private void become(Phase next) {
    timer.cancel();
    phase = next;
  }

  private void due() {
    if (phase == Phase.FORMING) {
      phase = Phase.LOST;
      onLost.run();
    }
  }

  /** Returns whether nothing has been agreed with the other end yet, so that nothing can flow. */
  public boolean isIdle() {
    return phase == Phase.IDLE;
  }

  public boolean works() {
    return phase == Phase.WORKING;
  }

  public boolean isLost() {
    return phase == Phase.LOST;
  }

  /** Ends the wait for a path. */
  public void stop() {
    timer.cancel();
  }
}
