package app.rostrum.host;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

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

  private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

  public State state() {
    return state.get();
  }

  /** Takes a drain back; does nothing in another state. */
  public void undrain() {
    state.compareAndSet(State.DRAINING, State.READY);
  }

  /** Goes on to a state; does nothing if it has come further already. */
  public void advance(State next) {
    state.accumulateAndGet(next, (now, wanted) -> wanted.compareTo(now) > 0 ? wanted : now);
  }
}
