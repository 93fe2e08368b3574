package app.rostrum.sdk.player;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event stream of one WHEP session. Events are optional: a stream that breaks is opened again
 * with a backoff of its own, and a refusal means that there are none. Neither ends the session.
 * Belongs to the player's serial executor.
 */
final class SessionEvents {
  private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofMillis(250), Duration.ofSeconds(30));

  /** Receives a session's events, on the serial executor. */
  interface Listener {
    void onEvent(String name);

    /** The server does not know the session (404 or 410), at least at the events' address. */
    void onSessionUnknown();
  }

  private final Function<EventSourceListener, EventSource> source;
  private final Executor serial;
  private final Scheduler scheduler;
  private final Listener listener;
  private final Backoff backoff;
  private @Nullable EventSource open;
  private Timers.Timer retry = Timers.Timer.NONE;
  private boolean closed;

  /**
   * @param source opens the event stream
   */
  SessionEvents(
      Function<EventSourceListener, EventSource> source,
      Executor serial,
      Scheduler scheduler,
      RandomGenerator random,
      Listener listener) {
    this.source = source;
    this.serial = serial;
    this.scheduler = scheduler;
    this.listener = listener;
    this.backoff = new Backoff(POLICY, random, scheduler::nanoTime);
  }

  void start() {
    if (!closed) {
      open = source.apply(new SourceListener());
    }
  }

  void close() {
    closed = true;
    retry.cancel();
    if (open != null) {
      open.cancel();
    }
  }

  private void lost() {
    startAfter(backoff.next().orElse(POLICY.longest()));
  }

  private void refused(int status, Duration retryAfter) {
    if (TEMPORARY.contains(status)) {
      startAfter(backoff.next(retryAfter).orElse(POLICY.longest()));
    } else if (status == 404 || status == 410) {
      listener.onSessionUnknown();
    } else {
      LOG.debug("the server has no event stream: status {}", status);
    }
  }

  private void startAfter(Duration wait) {
    retry.cancel();
    retry = scheduler.after(wait, () -> serial.execute(this::start));
  }

  /** Hands the events over from OkHttp's threads. */
  private final class SourceListener extends EventSourceListener {
    private void post(Runnable task) {
      serial.execute(
          () -> {
            if (!closed) {
              task.run();
            }
          });
    }

    @Override
    public void onOpen(EventSource from, Response response) {
      post(backoff::connected);
    }

    @Override
    public void onEvent(EventSource from, @Nullable String id, @Nullable String type, String data) {
      post(() -> listener.onEvent(type == null ? "message" : type));
    }

    @Override
    public void onClosed(EventSource from) {
      post(SessionEvents.this::lost);
    }

    @Override
    public void onFailure(
        EventSource from, @Nullable Throwable failure, @Nullable Response response) {
      if (response == null || failure instanceof IOException) {
        post(SessionEvents.this::lost);
      } else {
        // A success that is no event stream is a refusal too.
        int status = response.code();
        Duration retryAfter = WhepClient.retryAfter(response);
        post(() -> refused(status, retryAfter));
      }
    }
  }
}
