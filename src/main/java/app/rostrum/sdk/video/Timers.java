package app.rostrum.sdk.video;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** When something is due, and what time it is. Tasks only hand over to a room's executor. */
final class Timers {
  /** One thread for all rooms of this process. */
  static final Timers SHARED =
      new Timers(
          Executors.newSingleThreadScheduledExecutor(
              task -> Thread.ofPlatform().name("video-timer").daemon().unstarted(task)),
          1);

  private final ScheduledExecutorService executor;
  private final int speed;

  private Timers(ScheduledExecutorService executor, int speed) {
    this.executor = executor;
    this.speed = speed;
  }

  /** A time that runs faster, for tests of what happens when it runs out. */
  Timers faster(int times) {
    return new Timers(executor, speed * times);
  }

  /** Nanoseconds of this time, to be compared with each other only. */
  long nanoTime() {
    return System.nanoTime() * speed;
  }

  ScheduledFuture<?> after(long millis, Runnable task) {
    return executor.schedule(task, micros(millis), TimeUnit.MICROSECONDS);
  }

  ScheduledFuture<?> every(long millis, Runnable task) {
    return executor.scheduleAtFixedRate(
        task, micros(millis), micros(millis), TimeUnit.MICROSECONDS);
  }

  private long micros(long millis) {
    return Math.max(1, millis * 1000 / speed);
  }
}
