package app.rostrum.media.plain;

import app.rostrum.threads.Loop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The 20 ms beat of all plain engines of the process, on one thread, which exists while there is an
 * engine. A beat that comes late is not made up for: the next one tells how many have passed.
 */
final class Ticker {
  static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  static final Ticker SHARED = new Ticker();

  private static final Logger log = LoggerFactory.getLogger(Ticker.class);

  /** An engine that is called at each beat. */
  interface Beat {
    /**
     * @param passed beats since the last call, at least 1; more if some were missed
     */
    void onBeat(int passed);
  }

  private final List<Beat> beats = new CopyOnWriteArrayList<>();
  private @Nullable Loop loop;

  synchronized void add(Beat beat) {
    beats.add(beat);
    if (loop == null) {
      loop = Loop.start("plain-media", new Beats());
    }
  }

  synchronized void remove(Beat beat) {
    beats.remove(beat);
    if (beats.isEmpty() && loop != null) {
      // An interrupt would close the file that a sink is writing.
      loop.finish();
      loop = null;
    }
  }

  /** The beats of one loop, from its start on. */
  private final class Beats implements Loop.Step {
    private long next = System.nanoTime() + PERIOD_NANOS;

    @Override
    public void run() throws InterruptedException {
      long now = System.nanoTime();
      while (now < next) {
        LockSupport.parkNanos(next - now);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        now = System.nanoTime();
      }
      int passed = 1 + (int) ((now - next) / PERIOD_NANOS);
      next += passed * PERIOD_NANOS;
      beats.forEach(beat -> call(beat, passed));
    }
  }

  private void call(Beat beat, int passed) {
    try {
      beat.onBeat(passed);
    } catch (Throwable e) {
      // Ends this one and no other: a source or sink that throws would throw 50 times a second.
      log.error("an engine was stopped by its source or sink", e);
      remove(beat);
    }
  }
}
