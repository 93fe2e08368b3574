package app.rostrum.cloud.live;

import java.util.function.BooleanSupplier;

/**
 * The capacity for further listeners, by measured load: a newcomer is asked to come back later
 * while the sending threads fall behind or memory is scarce. Safe for any thread.
 */
final class ListenerCapacity {
  /**
   * @param few listeners up to whom load refuses nobody: what is slow then is not slow because of
   *     them
   * @param most listeners beyond whom nobody is taken, however well it goes
   */
  record Limits(int few, int most) {
    static final Limits DEFAULT = new Limits(200, 20_000);
  }

  /** The share of packets behind time from which on the sending threads do not keep up. */
  private static final double BEHIND = 0.1;

  /** The share below which they keep up again: one frame in a second may be late. */
  private static final double IN_TIME = 0.03;

  private final LiveCounters counters;
  private final BooleanSupplier memoryIsScarce;
  private final Limits limits;
  private LiveCounters.Packets before;
  private volatile boolean behind;
  private volatile boolean scarce;

  ListenerCapacity(LiveCounters counters, BooleanSupplier memoryIsScarce, Limits limits) {
    this.counters = counters;
    this.memoryIsScarce = memoryIsScarce;
    this.limits = limits;
    this.before = counters.packets();
  }

  /** Looks at the load since the last look; to be called once a second. */
  synchronized void look() {
    LiveCounters.Packets now = counters.packets();
    long due = now.due() - before.due();
    double share = due == 0 ? 0 : (double) (now.behind() - before.behind()) / due;
    before = now;
    behind = share >= (behind ? IN_TIME : BEHIND);
    scarce = memoryIsScarce.getAsBoolean();
  }

  /**
   * @param listeners those who are there, connected or not yet
   */
  boolean admitsOneMore(int listeners) {
    return listeners < limits.few() || (listeners < limits.most() && !behind && !scarce);
  }
}
