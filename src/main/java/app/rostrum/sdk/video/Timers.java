package app.rostrum.sdk.video;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** When something is due. Tasks only hand over to a room's executor. */
final class Timers {
  /** One thread for all rooms of this process. */
  static final Timers SHARED =
      new Timers(
          Executors.newSingleThreadScheduledExecutor(
              task -> Thread.ofPlatform().name("video-timer").daemon().unstarted(task)));

  private final ScheduledExecutorService executor;

  private Timers(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  ScheduledFuture<?> after(long millis, Runnable task) {
    return executor.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  ScheduledFuture<?> every(long millis, Runnable task) {
    return executor.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
  }
}
