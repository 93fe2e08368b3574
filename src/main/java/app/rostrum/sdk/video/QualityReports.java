package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.media.PeerConnection;
import app.rostrum.wire.room.MediaSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server what this end measures, for which it answers with levels: a second after each
 * answer, and ever more rarely without one (protocol notes, section 5). Used on the room's serial
 * executor.
 */
final class QualityReports {
  private static final long AFTER_ANSWER_MILLIS = 1000;
  private static final long WITHOUT_ANSWER_MILLIS = 5000;
  private static final double GROWTH = 1.5;
  private static final long MAX_MILLIS = 60_000;

  private final Executor serial;
  private final Timers timers;
  private final Supplier<CompletableFuture<List<PeerConnection.Stats>>> stats;
  private @Nullable DataChannel channel;
  private @Nullable ScheduledFuture<?> next;
  private long patience = WITHOUT_ANSWER_MILLIS;

  QualityReports(
      Executor serial,
      Timers timers,
      Supplier<CompletableFuture<List<PeerConnection.Stats>>> stats) {
    this.serial = serial;
    this.timers = timers;
    this.stats = stats;
  }

  void begin(DataChannel fresh) {
    channel = fresh;
    patience = WITHOUT_ANSWER_MILLIS;
    report();
  }

  void answered() {
    patience = WITHOUT_ANSWER_MILLIS;
    schedule(AFTER_ANSWER_MILLIS);
  }

  void end() {
    channel = null;
    cancel();
  }

  /** Whether it was the channel that is in use. */
  boolean end(DataChannel closed) {
    boolean used = channel == closed;
    if (used) {
      end();
    }
    return used;
  }

  private void report() {
    DataChannel now = channel;
    if (now == null) {
      return;
    }
    schedule(patience);
    patience = Math.min(MAX_MILLIS, (long) (patience * GROWTH));
    stats
        .get()
        .thenAcceptAsync(
            all -> now.send(inputs(all).encode().getBytes(StandardCharsets.UTF_8), false), serial);
  }

  private static MediaSignal inputs(List<PeerConnection.Stats> all) {
    return new MediaSignal.QualityInputs(
        all.stream()
            .flatMap(s -> s.roundTripTime().stream())
            .max(Duration::compareTo)
            .map(QualityReports::seconds),
        all.stream().map(PeerConnection.Stats::lossRatio).max(Double::compareTo),
        Optional.of(
            all.stream()
                .map(PeerConnection.Stats::jitter)
                .max(Duration::compareTo)
                .map(QualityReports::seconds)
                .orElse(0.0)),
        1,
        1);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private void schedule(long millis) {
    cancel();
    next = timers.after(millis, () -> serial.execute(this::report));
  }

  private void cancel() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }
}
