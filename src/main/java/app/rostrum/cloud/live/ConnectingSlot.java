package app.rostrum.cloud.live;

import app.rostrum.rtc.RtcPeer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A slot for a listener that is connecting. It is released once, however often asked. */
final class ConnectingSlot {
  private final Semaphore places;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * @param places the semaphore of which one permit has been acquired for this slot
   * @param places one of which has been acquired
   */
  ConnectingSlot(Semaphore places) {
    this.places = places;
  }

  /** Passes states on, and releases the slot at the first one that is no longer connecting. */
  Consumer<RtcPeer.State> releasingAfter(Consumer<RtcPeer.State> states) {
    return state -> {
      if (state != RtcPeer.State.NEW && state != RtcPeer.State.CONNECTING) {
        release();
      }
      states.accept(state);
    };
  }

  void release() {
    if (released.compareAndSet(false, true)) {
      places.release();
    }
  }
}
