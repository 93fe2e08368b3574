package app.rostrum.threads;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order in which they were given. A thread exists only while there
 * is work, so a thousand idle executors cost no thread.
 *
 * <p>A task that throws, be it an {@link Error}, is logged and the next one runs. The queue is
 * bounded: {@link #execute} throws {@link RejectedExecutionException} when {@code limit} tasks
 * wait, and the log counts the rejected ones. All methods can be called from any thread.
 */
public final class SerialExecutor implements Executor {
  /** Far more tasks than an executor that keeps up ever holds. */
  public static final int DEFAULT_LIMIT = 100_000;

  private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

  private final String name;
  private final Executor carrier;
  private final Runnable afterLast;
  private final int limit;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;
  private boolean closed;
  private long rejected;
  private volatile @Nullable Thread current;

  /** Creates an executor on virtual threads with the {@link #DEFAULT_LIMIT default limit}. */
  public SerialExecutor(String name) {
    this(name, DEFAULT_LIMIT);
  }

  /**
   * Creates an executor on virtual threads.
   *
   * @param limit the number of tasks that may wait, at least 1
   */
  public SerialExecutor(String name, int limit) {
    this(name, limit, task -> Thread.ofVirtual().name(name).start(task), () -> {});
  }

  private SerialExecutor(String name, int limit, Executor carrier, Runnable afterLast) {
    this.name = name;
    this.limit = limit;
    this.carrier = carrier;
    this.afterLast = afterLast;
  }

  /**
   * Creates an executor on a single daemon platform thread, which lives until the executor is
   * closed: for native code that wants to be called from one thread only.
   */
  public static SerialExecutor onPlatformThread(String name) {
    var thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name).factory());
    ThreadStarter.run(thread::prestartCoreThread);
    return new SerialExecutor(name, DEFAULT_LIMIT, thread, thread::shutdown);
  }

  /**
   * Runs a task after those given before. Ignored once the executor is closed.
   *
   * @throws RejectedExecutionException if the queue is full
   */
  @Override
  public void execute(Runnable task) {
    if (!offer(task)) {
      log.trace("{}: a task after the end", name);
    }
  }

  /**
   * Runs a task after those given before.
   *
   * @return false if the executor is closed, so that the task never runs
   * @throws RejectedExecutionException if the queue is full
   */
  public boolean offer(Runnable task) {
    synchronized (waiting) {
      if (closed) {
        return false;
      }
      if (waiting.size() >= limit) {
        reject();
      }
      waiting.add(task);
      if (running) {
        return true;
      }
      running = true;
    }
    start();
    return true;
  }

  /** Without a thread the tasks wait for the next one that is given. */
  private void start() {
    boolean started = false;
    try {
      carrier.execute(this::drain);
      started = true;
    } finally {
      if (!started) {
        synchronized (waiting) {
          running = false;
        }
      }
    }
  }

  private void reject() {
    rejected++;
    if (Long.bitCount(rejected) == 1) {
      log.warn("{}: {} tasks wait, {} rejected so far", name, waiting.size(), rejected);
    }
    throw new RejectedExecutionException(name + " is overloaded");
  }

  /** Returns the number of tasks that were rejected because the queue was full. */
  public long rejected() {
    synchronized (waiting) {
      return rejected;
    }
  }

  /** Returns whether the calling thread is running one of this executor's tasks. */
  public boolean isCurrent() {
    return Thread.currentThread() == current;
  }

  /** Takes no more tasks. Those that wait still run. */
  public void close() {
    synchronized (waiting) {
      endIfIdle();
    }
  }

  private void endIfIdle() {
    closed = true;
    if (!running) {
      afterLast.run();
    }
  }

  /**
   * Takes no more tasks and waits for those that it has. Must not be called by one of its own
   * tasks.
   *
   * @return false if tasks were still left after that time or the thread was interrupted
   */
  public boolean close(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (waiting) {
      endIfIdle();
      try {
        while (running) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (left <= 0) {
            return false;
          }
          waiting.wait(left);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private void drain() {
    current = Thread.currentThread();
    for (Runnable task = next(); task != null; task = next()) {
      Failures.contain(name, task);
    }
  }

  private @Nullable Runnable next() {
    synchronized (waiting) {
      Runnable task = waiting.poll();
      if (task == null) {
        current = null;
        running = false;
        if (closed) {
          afterLast.run();
        }
        waiting.notifyAll();
      }
      return task;
    }
  }
}
