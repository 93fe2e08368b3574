package app.rostrum.cloud.live;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The capacity for further listeners, by measured load: a newcomer is asked to come back later
 * while the sending threads fall behind or memory is scarce. Where nobody speaks nothing falls
 * behind, so there the audience of a stream may grow to what the threads could serve if somebody
 * spoke. Safe for any thread.
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

  /**
   * The threads that send to listeners.
   *
   * @param threads of them
   * @param cpuNanos the CPU time of all of them so far; 0 if unknown
   */
  record Sending(int threads, LongSupplier cpuNanos) {}

  /** The share of packets behind time from which on the sending threads do not keep up. */
  private static final double BEHIND = 0.1;

  /** The share below which they keep up again: one frame in a second may be late. */
  private static final double IN_TIME = 0.03;

  private static final int FRAMES_PER_SECOND = 50;

  /** The factors by which a second behind time, or one in time, changes what a listener costs. */
  private static final double PRESSED = 1.3;

  private static final double RELIEVED = 0.99;
  private static final double MOST_PRESSURE = 6;

  /** The share of a thread's time for sending; the rest is for what nobody foresees. */
  private static final double FILLED = 0.9;

  /** The cost of a packet until it has been measured: what a core of 2024 needs. */
  private static final double ASSUMED_NANOS = 5000;

  /** The fewest packets in a second whose cost says something about a crowd's. */
  private static final int ENOUGH_PACKETS = 5000;

  /** The weight of one second's cost in the mean. */
  private static final double WEIGHT = 0.1;

  private final LiveCounters counters;
  private final Sending sending;
  private final BooleanSupplier memoryIsScarce;
  private final Limits limits;
  private LiveCounters.Packets before;
  private long cpuBefore;
  private volatile double packetNanos = ASSUMED_NANOS;
  private volatile double pressure = 1;
  private volatile boolean behind;
  private volatile boolean scarce;
  private volatile int audience;
  private volatile int wanted = Integer.MAX_VALUE;

  ListenerCapacity(
      LiveCounters counters, Sending sending, BooleanSupplier memoryIsScarce, Limits limits) {
    this.counters = counters;
    this.sending = sending;
    this.memoryIsScarce = memoryIsScarce;
    this.limits = limits;
    this.before = counters.packets();
    this.cpuBefore = sending.cpuNanos().getAsLong();
    this.audience = servable();
  }

  /** Looks at the load since the last look; to be called once a second. */
  synchronized void look() {
    LiveCounters.Packets now = counters.packets();
    long due = now.due() - before.due();
    double share = due == 0 ? 0 : (double) (now.behind() - before.behind()) / due;
    long cpu = sending.cpuNanos().getAsLong();
    if (due >= ENOUGH_PACKETS && now.silent() == before.silent() && cpu > cpuBefore) {
      packetNanos += WEIGHT * ((double) (cpu - cpuBefore) / due - packetNanos);
      audience = servable();
    }
    before = now;
    cpuBefore = cpu;
    behind = share >= (behind ? IN_TIME : BEHIND);
    pressure = Math.clamp(pressure * (behind ? PRESSED : RELIEVED), 1, MOST_PRESSURE);
    scarce = memoryIsScarce.getAsBoolean();
  }

  /** Takes no more listeners than the operator wants. Those who are there stay. */
  void limit(int most) {
    wanted = most;
  }

  /**
   * Returns the share of the sending threads' time, 0 to 1 and beyond, that listeners who hear
   * somebody would take with a frame in each packet. While the threads fall behind it grows,
   * because others take part of their time.
   */
  double share(int listeners) {
    return listeners * pressure * cost();
  }

  /** Returns the share for one listener. */
  private double cost() {
    return FRAMES_PER_SECOND * packetNanos / (sending.threads() * 1e9);
  }

  /** Returns how many could be served with half of the longest packets; the rest is reserve. */
  private int servable() {
    return (int) (PacketLength.MOST / 2 * FILLED / cost());
  }

  /**
   * @param listeners those who are there, connected or not yet
   * @param ofStream those of them in the newcomer's stream
   */
  boolean admitsOneMore(int listeners, int ofStream) {
    return listeners < wanted
        && (listeners < limits.few()
            || (listeners < limits.most() && ofStream < audience && !behind && !scarce));
  }
}
