package app.rostrum.sdk.video;

import app.rostrum.media.DataChannel;
import app.rostrum.media.PeerConnection;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import app.rostrum.wire.room.MediaSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports this client's measurements to the server, which answers with network quality levels: a
 * second after each answer, and more and more rarely without one (protocol notes, section 5). On
 * the room's serial executor.
 */
final class QualityReports {
  private static final Duration AFTER_ANSWER = Duration.ofSeconds(1);
  private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(5);
  private static final double GROWTH = 1.5;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Executor serial;
  private final Scheduler scheduler;
  private final Supplier<CompletableFuture<List<PeerConnection.Stats>>> stats;
  private @Nullable DataChannel channel;
  private Timers.Timer next = Timers.Timer.NONE;
  private Duration patience = WITHOUT_ANSWER;

  QualityReports(
      Executor serial,
      Scheduler scheduler,
      Supplier<CompletableFuture<List<PeerConnection.Stats>>> stats) {
    this.serial = serial;
    this.scheduler = scheduler;
    this.stats = stats;
  }

  void begin(DataChannel fresh) {
    channel = fresh;
    patience = WITHOUT_ANSWER;
    report();
  }

  void answered() {
    patience = WITHOUT_ANSWER;
    schedule(AFTER_ANSWER);
  }

  void end() {
    channel = null;
    next.cancel();
  }

  /** Ends the reports if this is the channel in use; returns whether it is. */
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
    Duration longer = Duration.ofMillis((long) (patience.toMillis() * GROWTH));
    patience = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
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

  private void schedule(Duration wait) {
    next.cancel();
    next = scheduler.after(wait, () -> serial.execute(this::report));
  }
}
