package app.rostrum;

import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;

/** A participant of the stream "Talk", with a tone for a voice and a meter for an ear. */
final class Person implements AutoCloseable {
  private static final double HEARD = -45;

  private final List<StreamState> states = new CopyOnWriteArrayList<>();
  private final LevelMeter ear = new LevelMeter();
  private final PlainEngine engine;
  private final StreamSession session;

  /**
   * Creates the stream as its host, or joins it.
   *
   * @param hz the voice's pitch
   */
  Person(Backend backend, OkHttpClient http, String name, Role role, double hz) {
    engine = PlainEngine.create(new Tone(hz), ear);
    var sessions = new SessionFactory(backend, http, engine, Clock.systemUTC());
    session =
        role == Role.HOST
            ? sessions.create(name, "Talk", new StreamSettings(true, false), true, states::add)
            : sessions.join(name, "Talk", role, true, states::add);
  }

  StreamSession session() {
    return session;
  }

  /** Returns all states so far. */
  List<StreamState> states() {
    return states;
  }

  void until(Predicate<StreamState> wanted) {
    await().until(() -> wanted.test(session.state()));
  }

  void untilHears(double hz) {
    await().until(() -> Spectrum.levelAt(ear.mix(), hz) > HEARD);
  }

  @Override
  public void close() {
    session.close();
    engine.close();
  }
}
