package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamSummary;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the live streams of a backend, which it asks every three seconds until it is closed. The
 * consumer is called one call at a time, in order, and only when something has changed. All methods
 * can be called from any thread.
 */
public final class StreamDirectory implements AutoCloseable {
  /** The time between two calls to the backend. */
  public static final Duration INTERVAL = Duration.ofSeconds(3);

  /** Answer of the backend. */
  public sealed interface Listing {
    record Streams(List<StreamSummary> streams) implements Listing {}

    /** This deployment cannot list streams: their names are typed. It is not asked again. */
    record NotOffered() implements Listing {}

    /** The backend could not be asked; it is asked again. */
    record Unavailable(StreamProblem problem) implements Listing {}
  }

  private final Backend backend;
  private final SessionLoop loop;
  private final Consumer<Listing> consumer;

  // On the loop only.
  private @Nullable Listing last;
  private @Nullable Timer timer;
  private boolean asking;
  private boolean askAgain;
  private boolean closed;

  private StreamDirectory(Backend backend, SessionLoop loop, Consumer<Listing> consumer) {
    this.backend = backend;
    this.loop = loop;
    this.consumer = consumer;
  }

  /** Starts to watch. */
  public static StreamDirectory watch(Backend backend, Consumer<Listing> consumer) {
    return watch(backend, new ExecutorLoop("stream-directory"), consumer);
  }

  static StreamDirectory watch(Backend backend, SessionLoop loop, Consumer<Listing> consumer) {
    var directory = new StreamDirectory(backend, loop, consumer);
    loop.post(directory::ask);
    return directory;
  }

  /** Asks now, even a backend that could not list streams before. */
  public void refresh() {
    loop.post(this::ask);
  }

  private void ask() {
    if (closed) {
      return;
    }
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    askAgain = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    loop.async(
        () -> {
          Listing listing;
          Duration wait = INTERVAL;
          try {
            listing =
                backend
                    .listStreams()
                    .<Listing>map(streams -> new Listing.Streams(List.copyOf(streams)))
                    .orElseGet(Listing.NotOffered::new);
          } catch (Throwable e) {
            BackendException refusal = SessionContext.refusal(e);
            listing = new Listing.Unavailable(StreamProblem.of(refusal));
            if (refusal.retryAfter().compareTo(INTERVAL) > 0) {
              wait = refusal.retryAfter();
            }
          }
          Listing answer = listing;
          Duration next = wait;
          loop.post(() -> answered(answer, next));
        });
  }

  private void answered(Listing listing, Duration wait) {
    asking = false;
    if (closed) {
      return;
    }
    if (askAgain) {
      ask();
    } else if (!(listing instanceof Listing.NotOffered)) {
      timer = loop.after(wait, this::ask);
    }
    if (!listing.equals(last)) {
      last = listing;
      consumer.accept(listing);
    }
  }

  @Override
  public void close() {
    loop.post(
        () -> {
          closed = true;
          loop.shutdown();
        });
  }
}
