package app.rostrum.host;

import java.util.Locale;

/**
 * The state of a server as others wait for it: load balancers, supervisors, operators. It goes
 * forward; only a drain can be taken back. Safe for any thread.
 */
public final class Readiness {
  /** The states in their order. */
  public enum State {
    /** It answers already, but cannot be used yet. */
    STARTING,
    READY,
    /** It goes on with what it has and wants nothing new. */
    DRAINING,
    STOPPING;

    /** Returns the word that others see. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private State state = State.STARTING;

  public synchronized State state() {
    return state;
  }

  /** Takes a drain back; does nothing in another state. */
  public synchronized void undrain() {
    if (state == State.DRAINING) {
      state = State.READY;
    }
  }

  /** Goes on to a state; does nothing if it has come further already. */
  public synchronized void advance(State next) {
    if (next.compareTo(state) > 0) {
      state = next;
    }
  }
}
