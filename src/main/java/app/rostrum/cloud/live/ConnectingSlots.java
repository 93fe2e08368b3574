package app.rostrum.cloud.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The slots for listeners that are connecting. A crowd queues for them, first come, first served,
 * instead of being sent away; the queue is short and holds few requests of one listener. Safe for
 * any thread.
 */
final class ConnectingSlots {
  /**
   * @param slots listeners that may be connecting at the same time
   * @param queue requests that may wait
   * @param queueOfListener requests of one listener that may wait
   * @param patience the time for which a request waits
   */
  record Limits(int slots, int queue, int queueOfListener, Duration patience) {
    static final Limits DEFAULT = new Limits(400, 1000, 4, Duration.ofSeconds(5));
  }

  private final Limits limits;
  private final Semaphore free;
  private final Map<String, Integer> waiting = new HashMap<>();
  private int queue;

  ConnectingSlots(Limits limits) {
    this.limits = limits;
    this.free = new Semaphore(limits.slots(), true);
  }

  /**
   * Waits in the queue for a slot.
   *
   * @param listener whose requests are counted together; empty for nobody's
   * @return empty if the queue is too long, or no slot has become free in time
   */
  Optional<ConnectingSlot> take(Optional<String> listener) {
    if (!enter(listener)) {
      return Optional.empty();
    }
    try {
      return free.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)
          ? Optional.of(new ConnectingSlot(free))
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      leave(listener);
    }
  }

  private synchronized boolean enter(Optional<String> listener) {
    int own = listener.map(l -> waiting.getOrDefault(l, 0)).orElse(0);
    if (queue >= limits.queue() || own >= limits.queueOfListener()) {
      return false;
    }
    queue++;
    listener.ifPresent(l -> waiting.put(l, own + 1));
    return true;
  }

  private synchronized void leave(Optional<String> listener) {
    queue--;
    listener.ifPresent(l -> waiting.computeIfPresent(l, (_, n) -> n > 1 ? n - 1 : null));
  }

  /** Returns the number of requests that wait. */
  synchronized int waiting() {
    return queue;
  }
}
