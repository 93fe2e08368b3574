package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.media.MediaEngine;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Starts the app's sessions, all on one media engine that is created at its first use. */
public final class EngineSessions implements StreamSessions, AutoCloseable {
  private final OkHttpClient http;
  private final Supplier<MediaEngine> engines;
  private final Clock clock;
  private @Nullable MediaEngine engine;

  public EngineSessions(OkHttpClient http, Supplier<MediaEngine> engines, Clock clock) {
    this.http = http;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public StreamSession create(
      Backend backend,
      String identity,
      String streamName,
      StreamSettings setting,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return factory(backend).create(identity, streamName, setting, microphoneOn, onState);
  }

  @Override
  public StreamSession join(
      Backend backend,
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return factory(backend).join(identity, streamName, role, microphoneOn, onState);
  }

  private synchronized SessionFactory factory(Backend backend) {
    MediaEngine ready = engine;
    if (ready == null) {
      ready = engines.get();
      engine = ready;
    }
    return new SessionFactory(backend, http, ready, clock);
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
