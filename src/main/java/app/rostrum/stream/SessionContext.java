package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.threads.Backoff;
import app.rostrum.threads.Timers.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context that all parts of a session share. Events are posted from any thread; the machine
 * takes them one by one on the loop.
 *
 * @param newTrack creates a track of the microphone, by its id
 */
record SessionContext(
    String identity,
    String streamName,
    Backend backend,
    SdkClients clients,
    Function<String, LocalAudioTrack> newTrack,
    Clock clock,
    SessionLoop loop,
    RandomGenerator random,
    Consumer<Event> machine) {
  private static final Logger log = LoggerFactory.getLogger(SessionContext.class);

  /** The longest first wait before something is tried again. */
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);

  /** Creates a backoff that never gives up. */
  Backoff backoff(Duration longest) {
    return new Backoff(policy(longest), random, loop::nanoTime);
  }

  /**
   * Creates a backoff that gives up.
   *
   * @param budget the time after which it does, waits and the time spent together
   */
  Backoff backoff(Duration longest, Duration budget) {
    return new Backoff(policy(longest).within(budget), random, loop::nanoTime);
  }

  private static Backoff.Policy policy(Duration longest) {
    return Backoff.Policy.doubling(FIRST_WAIT, longest);
  }

  /** Starts a call of the SDK. What it throws becomes the failure of the future. */
  static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  void post(Event event) {
    loop.post(() -> machine.accept(event));
  }

  Timer after(Duration delay, Event event) {
    return loop.after(delay, () -> machine.accept(event));
  }

  /** Calls the backend and posts its answer. */
  void call(Event.Action action, Consumer<Backend> request) {
    loop.async(
        () -> {
          Optional<BackendException> refusal = Optional.empty();
          try {
            request.accept(backend);
          } catch (Throwable e) {
            refusal = Optional.of(refusal(e));
          }
          post(new Event.Answered(action, refusal));
        });
  }

  /** Makes a join call and posts its answer. */
  void join(long call, Supplier<StreamCredentials> request) {
    loop.async(
        () -> {
          Event answer;
          try {
            answer = new Event.Joined(call, request.get());
          } catch (Throwable e) {
            answer = new Event.JoinRefused(call, refusal(e));
          }
          post(answer);
        });
  }

  /** Closes something off the loop. */
  void close(AutoCloseable closeable) {
    loop.async(() -> closeNow(closeable));
  }

  static void closeNow(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Throwable e) {
      log.warn("closing {} failed", closeable.getClass().getSimpleName(), e);
    }
  }

  /** Returns what a call to the backend threw as the refusal that it is, or is treated as. */
  static BackendException refusal(Throwable e) {
    if (e instanceof BackendException refused) {
      return refused;
    }
    log.warn("a call to the backend failed unexpectedly", e);
    return new BackendException(BackendException.Kind.SERVER_ERROR, "unknown error", "", e);
  }
}
