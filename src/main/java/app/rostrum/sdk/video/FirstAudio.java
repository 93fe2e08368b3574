package app.rostrum.sdk.video;

import app.rostrum.media.PeerConnection;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Notices when the first audio of another participant arrives. It looks only once it has been
 * asked. On the room's serial executor, except {@link #future}.
 */
final class FirstAudio {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final Executor serial;
  private final Scheduler scheduler;
  private final BooleanSupplier expected;
  private final Supplier<CompletableFuture<List<PeerConnection.Stats>>> stats;
  private final CompletableFuture<Void> arrived = new CompletableFuture<>();
  private Timers.Timer looking = Timers.Timer.NONE;
  private boolean begun;

  /**
   * @param expected whether the server has announced any track of another participant
   */
  FirstAudio(
      Executor serial,
      Scheduler scheduler,
      BooleanSupplier expected,
      Supplier<CompletableFuture<List<PeerConnection.Stats>>> stats) {
    this.serial = serial;
    this.scheduler = scheduler;
    this.expected = expected;
    this.stats = stats;
  }

  /** Returns a future that completes when audio arrives. From any thread. */
  CompletableFuture<Void> future() {
    serial.execute(
        () -> {
          if (!begun && !arrived.isDone()) {
            begun = true;
            looking = scheduler.every(INTERVAL, () -> serial.execute(this::look));
          }
        });
    return arrived.copy();
  }

  private void look() {
    if (arrived.isDone() || !expected.getAsBoolean()) {
      return;
    }
    stats
        .get()
        .thenAcceptAsync(
            all -> {
              if (all.stream().anyMatch(each -> each.packetsReceived() > 0)) {
                arrived.complete(null);
                looking.cancel();
              }
            },
            serial);
  }

  void end(DisconnectReason reason) {
    looking.cancel();
    arrived.completeExceptionally(new Room.ConnectException(reason));
  }
}
