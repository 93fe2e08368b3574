package app.rostrum.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the WebSockets that have not authenticated yet, apart from all others, so that silent ones
 * take no place of people. They are counted together and by network; those of loopback, where a
 * proxy may stand for everybody, together only. Thread-safe.
 */
public final class NewcomerLimit {
  private final int ofNetwork;
  private final Semaphore free;
  private final NetworkCounts counts = new NetworkCounts();

  /** Creates the limit. */
  public NewcomerLimit(int ofNetwork, int ofAll) {
    this.ofNetwork = ofNetwork;
    this.free = new Semaphore(ofAll);
  }

  /**
   * Takes a place.
   *
   * @return the place, already left if there was none
   */
  public Place enter(String address) {
    boolean taken = free.tryAcquire();
    if (taken && !counts.add(address, 1, ofNetwork)) {
      free.release();
      taken = false;
    }
    return new Place(address, taken);
  }

  /** The place of one newcomer. */
  public final class Place {
    private final String address;
    private final AtomicBoolean taken;

    private Place(String address, boolean taken) {
      this.address = address;
      this.taken = new AtomicBoolean(taken);
    }

    /** Returns whether the newcomer has the place. */
    public boolean isTaken() {
      return taken.get();
    }

    /** Gives the place back, once authenticated or gone; returns whether it was taken until now. */
    public boolean leave() {
      boolean was = taken.getAndSet(false);
      if (was) {
        counts.remove(address, 1);
        free.release();
      }
      return was;
    }
  }
}
