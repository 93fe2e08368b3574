package app.rostrum;

import app.rostrum.backend.Backend;
import app.rostrum.desktop.services.StreamControls;
import app.rostrum.desktop.services.StreamSessions;
import app.rostrum.media.MediaEngine;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Begins the app's sessions, all on one media engine that is made when first needed. */
final class EngineSessions implements StreamSessions, AutoCloseable {
  private final OkHttpClient http;
  private final Supplier<MediaEngine> engines;
  private final Clock clock;
  private @Nullable MediaEngine engine;

  EngineSessions(OkHttpClient http, Supplier<MediaEngine> engines, Clock clock) {
    this.http = http;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public StreamControls create(
      Backend backend,
      String identity,
      String streamName,
      StreamSession.Setting setting,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return StreamControls.of(
        StreamSession.create(
            services(backend), identity, streamName, setting, microphoneOn, onState));
  }

  @Override
  public StreamControls join(
      Backend backend,
      String identity,
      String streamName,
      Role role,
      boolean microphoneOn,
      Consumer<StreamState> onState) {
    return StreamControls.of(
        StreamSession.join(services(backend), identity, streamName, role, microphoneOn, onState));
  }

  private synchronized StreamSession.Services services(Backend backend) {
    MediaEngine ready = engine;
    if (ready == null) {
      ready = engines.get();
      engine = ready;
    }
    return new StreamSession.Services(backend, http, ready, clock);
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
