package app.rostrum.rtc;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of this package, apart from one receiver per port and one per DTLS association. */
final class RtcThreads {
  private static final Logger LOG = LoggerFactory.getLogger(RtcThreads.class);

  /** Timers of all peers: each runs a few microseconds. */
  static final ScheduledThreadPoolExecutor TIMERS = timers();

  private static final Executor EVENTS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rtc-events-", 0).factory());

  private RtcThreads() {}

  private static ScheduledThreadPoolExecutor timers() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("rtc-timers").daemon().factory());
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  /** An executor that runs one task at a time, in order; a task that throws is logged. */
  static Executor serial() {
    return new Serial();
  }

  private static final class Serial implements Executor {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
      if (waiting.getAndIncrement() == 0) {
        EVENTS.execute(this::drain);
      }
    }

    private void drain() {
      do {
        Runnable task = tasks.remove();
        try {
          task.run();
        } catch (RuntimeException e) {
          LOG.error("a listener failed", e);
        }
      } while (waiting.decrementAndGet() > 0);
    }
  }
}
