package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.LocalAudioTrack;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of a session work with. Events go through {@link #post}, whatever the thread; the
 * machine takes them one by one on the loop.
 *
 * @param newTrack makes a track of the engine's input, by its id
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

  void post(Event event) {
    loop.post(() -> machine.accept(event));
  }

  SessionLoop.Timer after(Duration delay, Event event) {
    return loop.after(delay, () -> machine.accept(event));
  }

  /** Asks the backend for something and posts its answer. */
  void call(Event.Action action, Consumer<Backend> request) {
    loop.async(
        () -> {
          Optional<BackendException> refusal = Optional.empty();
          try {
            request.accept(backend);
          } catch (RuntimeException e) {
            refusal = Optional.of(refusal(e));
          }
          post(new Event.Answered(action, refusal));
        });
  }

  /** Asks the backend to be let in and posts its answer. */
  void join(long call, Supplier<StreamCredentials> request) {
    loop.async(
        () -> {
          Event answer;
          try {
            answer = new Event.Joined(call, request.get());
          } catch (RuntimeException e) {
            answer = new Event.JoinRefused(call, refusal(e));
          }
          post(answer);
        });
  }

  /** Closes something without making the loop wait. */
  void close(AutoCloseable closeable) {
    loop.async(() -> closeNow(closeable));
  }

  static void closeNow(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      log.warn("closing {} failed", closeable.getClass().getSimpleName(), e);
    }
  }

  private static BackendException refusal(RuntimeException e) {
    if (e instanceof BackendException refused) {
      return refused;
    }
    log.warn("a call to the backend failed in an unknown way", e);
    return new BackendException(BackendException.Kind.SERVER_ERROR, "unknown error", "", e);
  }
}
