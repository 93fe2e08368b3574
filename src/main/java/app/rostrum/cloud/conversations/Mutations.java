package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.TwilsockAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The recent commands of one user by mutation id, with their answers. A command repeated on any
 * connection gets the first answer instead of being run twice. Failed commands are forgotten.
 * Thread-safe.
 */
final class Mutations {
  static final int MAX = 256;
  static final Duration LIFE = Duration.ofMinutes(10);

  private record Done(Instant at, CompletableFuture<TwilsockAnswer> answer) {}

  private final Clock clock;
  private final Map<String, Done> done = new LinkedHashMap<>();

  Mutations(Clock clock) {
    this.clock = clock;
  }

  /** Runs a command, unless it runs already or has run: then its answer is awaited or returned. */
  TwilsockAnswer once(String id, Supplier<TwilsockAnswer> command) {
    var mine = new CompletableFuture<TwilsockAnswer>();
    Done earlier = claim(id, mine);
    if (earlier != null) {
      try {
        return earlier.answer().join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
      }
    }
    try {
      TwilsockAnswer answer = command.get();
      mine.complete(answer);
      return answer;
    } catch (Throwable failure) {
      synchronized (done) {
        done.remove(id);
      }
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  /** Adds a command that was run before the server started. */
  void remember(String id, Instant at, TwilsockAnswer answer) {
    synchronized (done) {
      forgetOld();
      done.put(id, new Done(at, CompletableFuture.completedFuture(answer)));
    }
  }

  private @Nullable Done claim(String id, CompletableFuture<TwilsockAnswer> mine) {
    synchronized (done) {
      forgetOld();
      return done.putIfAbsent(id, new Done(clock.instant(), mine));
    }
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(LIFE);
    var all = done.values().iterator();
    while (all.hasNext()) {
      Done eldest = all.next();
      if (done.size() < MAX && !eldest.at().isBefore(oldest)) {
        return;
      }
      all.remove();
    }
  }
}
