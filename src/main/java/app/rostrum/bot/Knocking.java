package app.rostrum.bot;

import app.rostrum.backend.BackendException;
import app.rostrum.cli.JsonLines;
import app.rostrum.threads.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The first call to a backend, repeated for two minutes while the backend is busy. */
final class Knocking {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofMillis(250), Duration.ofSeconds(8)).within(PATIENCE);

  private final Consumer<Duration> pause;
  private final LongSupplier nanoTime;
  private final Backoff backoff;
  private final JsonLines log;

  Knocking(Consumer<Duration> pause, LongSupplier nanoTime, RandomGenerator random, JsonLines log) {
    this.pause = pause;
    this.nanoTime = nanoTime;
    this.backoff = new Backoff(POLICY, random, nanoTime);
    this.log = log;
  }

  /**
   * Makes the call until it succeeds.
   *
   * @throws BackendException if it cannot succeed, or has not within two minutes
   */
  void until(Runnable call) {
    while (true) {
      long began = nanoTime.getAsLong();
      try {
        call.run();
        return;
      } catch (BackendException e) {
        backoff.spend(Duration.ofNanos(nanoTime.getAsLong() - began));
        Optional<Duration> wait =
            busy(e) && e.retryAfter().compareTo(PATIENCE) < 0
                ? backoff.next(e.retryAfter())
                : Optional.empty();
        if (wait.isEmpty()) {
          throw e;
        }
        log.event("still-trying", Map.of("kind", e.kind().name(), "explanation", e.explanation()));
        pause.accept(wait.get());
      }
    }
  }

  private static boolean busy(BackendException e) {
    return e.answerLost() || e.kind() == BackendException.Kind.TOO_MANY_ATTEMPTS;
  }
}
