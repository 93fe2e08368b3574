package app.rostrum.stream;

import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;

/**
 * Runs the events of a session on a serial executor and each call that blocks on a virtual thread.
 */
final class ExecutorLoop implements SessionLoop {
  private final String name;
  private final SerialExecutor executor;
  private final Timers timers;

  /**
   * @param name what the threads and the log call this loop
   */
  ExecutorLoop(String name) {
    this.name = name;
    this.executor = new SerialExecutor(name);
    this.timers = Timers.create(name).on(executor);
  }

  @Override
  public void post(Runnable task) {
    executor.execute(task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return timers.after(delay, task);
  }

  @Override
  public void async(Runnable blocking) {
    Threads.startVirtual(name + "-call", blocking);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean isCurrent() {
    return executor.isCurrent();
  }

  @Override
  public void shutdown() {
    timers.close();
    executor.close();
  }
}
