package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.cli.Backends;
import app.rostrum.cli.Closer;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;

/** Measures the times of a whole event with a host, a speaker and listeners. */
final class EventTimes implements AutoCloseable {
  private static final int ROUNDS = 7;
  private static final int STREAMS = 8;

  private final Figures figures;
  private final Clock clock = Clock.systemUTC();
  private final OkHttpClient http = HttpClients.create();
  private final EmbeddedHost host;
  private final Backend backend;
  private final Closer opened = new Closer();

  EventTimes(Figures figures) throws IOException {
    this.figures = figures;
    host = opened.add(EmbeddedHost.startTemporary(clock));
    backend = Backends.open(http, host.url(), host.passcode());
  }

  /** A participant with a voice and a sound clock of its own. */
  private final class Person implements AutoCloseable {
    final SoundClock ear = new SoundClock();
    final PlainEngine engine;
    final StreamSession session;
    private final CompletableFuture<Void> inPlace = new CompletableFuture<>();
    private volatile StreamState state;

    Person(
        PcmSource voice, BiFunction<SessionFactory, Consumer<StreamState>, StreamSession> begin) {
      engine = PlainEngine.create(voice, ear);
      session = begin.apply(new SessionFactory(backend, http, engine, clock), this::onState);
      state = session.state();
      opened.add(this);
    }

    private void onState(StreamState newest) {
      state = newest;
      if (newest.phase() instanceof Phase.OnStage || newest.phase() instanceof Phase.InAudience) {
        inPlace.complete(null);
      }
      if (newest.phase() instanceof Phase.Left) {
        inPlace.completeExceptionally(new IllegalStateException("left: " + newest.phase()));
      }
    }

    void awaitInPlace() {
      inPlace.orTimeout(20, TimeUnit.SECONDS).join();
    }

    void await(Predicate<StreamState> condition) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!condition.test(state)) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(
              "the expected state was not reached; state: " + state.phase());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }

    @Override
    public void close() {
      try (engine) {
        session.close();
      }
    }
  }

  private Person creator(String stream, PcmSource voice) {
    return new Person(
        voice,
        (sessions, onState) ->
            sessions.create("Hanna", stream, new StreamSettings(true, true), true, onState));
  }

  private Person joiner(String stream, String name, Role role, PcmSource voice) {
    return new Person(
        voice, (sessions, onState) -> sessions.join(name, stream, role, role.onStage(), onState));
  }

  void run() {
    var creating = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      try (Person first = creator("create " + round, new Silence())) {
        first.awaitInPlace();
        creating.add(since(start));
        first.session.endStream();
        first.await(state -> state.phase() instanceof Phase.Left);
      }
    }
    figures.times("create-stream until on air", creating, "<= 700 ms");

    Person speaking = mouthToEar();
    speaking.engine.setSource(new Tone(440));
    Pause.of(Duration.ofMillis(500));

    var joining = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      try (Person late = joiner("sound", "Late " + round, Role.VIEWER, new Silence())) {
        joining.add((late.ear.awaitSound(start) - start) / 1e6);
      }
    }
    figures.times("join as a listener until first sound", joining, "<= 700 ms");

    promotions(speaking);
  }

  /** Measures several streams, because the beats of mix and speakers meet differently in each. */
  private Person mouthToEar() {
    var toSpeaker = new ArrayList<Double>();
    var toListener = new ArrayList<Double>();
    var medians = new ArrayList<Double>();
    Person speaking = null;
    for (int i = STREAMS; i > 0; i--) {
      if (speaking != null) {
        speaking.session.endStream();
      }
      String stream = i == 1 ? "sound" : "sound " + i;
      var clicks = new Clicks();
      speaking = creator(stream, clicks);
      speaking.awaitInPlace();
      Person speaker = joiner(stream, "Speaker", Role.SPEAKER, new Silence());
      Person listener = joiner(stream, "Listener", Role.VIEWER, new Silence());
      speaker.awaitInPlace();
      listener.awaitInPlace();
      Pause.of(Duration.ofMillis(1000));
      clicks.begin();
      Pause.of(Duration.ofMillis(4000));
      clicks.end();
      toSpeaker.addAll(clicks.delays(speaker.ear));
      List<Double> heard = clicks.delays(listener.ear);
      if (!heard.isEmpty()) {
        toListener.addAll(heard);
        medians.add(Figures.percentile(heard, 50));
      }
    }
    figures.times("mouth to ear between two speakers", toSpeaker, "p95 <= 120 ms");
    figures.times("mouth to ear to a listener", toListener, "median <= 65 ms, p95 <= 200 ms");
    if (!medians.isEmpty()) {
      figures.row(
          "  spread of the medians of streams",
          "%.0f ms".formatted(Collections.max(medians) - Collections.min(medians)),
          "",
          medians.size(),
          "<= 10 ms");
    }
    return Objects.requireNonNull(speaking);
  }

  private void promotions(Person hostPerson) {
    var promoting = new ArrayList<Double>();
    var gaps = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      String name = "Riser " + round;
      // The host hears nobody else, so the first sound it hears is the promoted person's.
      try (Person riser = joiner("sound", name, Role.VIEWER, new Tone(700))) {
        riser.awaitInPlace();
        riser.session.raiseHand(true);
        hostPerson.await(
            state -> state.raisedHands().stream().anyMatch(h -> h.identity().equals(name)));
        hostPerson.session.invite(name);
        riser.await(StreamState::invited);
        Pause.of(Duration.ofMillis(1500));
        riser.ear.watchGaps();
        long start = System.nanoTime();
        riser.session.acceptInvitation(true);
        promoting.add((hostPerson.ear.awaitSound(start) - start) / 1e6);
        Pause.of(Duration.ofMillis(3000));
        gaps.add(riser.ear.longestGap());
      }
      Pause.of(Duration.ofMillis(1500));
    }
    figures.times("promotion: from \"join now\" to first word at the host", promoting, "<= 800 ms");
    figures.times("promotion: longest gap in what the promoted person hears", gaps, "0 ms");
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() {
    opened.close();
  }
}
