package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.media.MediaEngine;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the app's sessions, all on one media engine that is created at its first use. */
public final class EngineSessions implements StreamSessions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineSessions.class);

  private static final Duration TAKING_BACK = Duration.ofSeconds(10);

  private final Supplier<OkHttpClient> http;
  private final Supplier<MediaEngine> engines;
  private final Clock clock;
  private final Set<StreamSession> open = ConcurrentHashMap.newKeySet();
  private volatile boolean over;
  private @Nullable MediaEngine engine;

  public EngineSessions(Supplier<OkHttpClient> http, Supplier<MediaEngine> engines, Clock clock) {
    this.http = http;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public StreamSession begin(
      Backend backend, String identity, Entry entry, Consumer<StreamState> onState) {
    if (entry.role() == Role.HOST) {
      // A creation that is still being taken back holds the stream's name.
      settle(TAKING_BACK);
    }
    SessionFactory factory = factory(backend);
    StreamSession session =
        entry.role() == Role.HOST
            ? factory.create(
                identity, entry.streamName(), entry.setting(), entry.microphoneOn(), onState)
            : factory.join(
                identity, entry.streamName(), entry.role(), entry.microphoneOn(), onState);
    open.add(session);
    var unused = session.settled().thenRun(() -> open.remove(session));
    if (over) {
      session.close();
    }
    return session;
  }

  /**
   * Leaves the streams of sessions that no window has taken over, because it was closed while they
   * began, and waits as {@link #settle} does. Later ones are left at once.
   */
  public void finish(Duration limit) {
    over = true;
    List.copyOf(open).forEach(StreamSession::close);
    settle(limit);
  }

  /**
   * Waits for sessions that have been left and have something left to do, such as deleting a stream
   * whose creation was given up.
   *
   * @param limit the longest wait
   */
  public void settle(Duration limit) {
    var left =
        open.stream()
            .filter(session -> session.state().phase() instanceof Phase.Left)
            .map(StreamSession::settled)
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(left).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("something of a stream is left to be done");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized SessionFactory factory(Backend backend) {
    MediaEngine ready = engine;
    if (ready == null) {
      ready = engines.get();
      engine = ready;
    }
    return new SessionFactory(backend, http.get(), ready, clock);
  }

  @Override
  public synchronized void close() {
    MediaEngine made = engine;
    if (made != null) {
      made.close();
      engine = null;
    }
  }
}
