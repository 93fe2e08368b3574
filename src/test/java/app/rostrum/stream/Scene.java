package app.rostrum.stream;

import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A session among fakes, for tests that tell a story. */
final class Scene {
  final FakeSessionLoop loop = new FakeSessionLoop();
  final FakeBackend backend = new FakeBackend(loop.clock);
  final FakeSdkClients clients = new FakeSdkClients();
  final List<StreamState> states = new ArrayList<>();
  private @Nullable StreamSession session;

  /** Thrown by the consumer of the states. */
  @Nullable Error consuming;

  StreamSession begin(String identity, Role role, boolean microphoneOn) {
    StreamSession begun =
        SessionFactory.begin(
            machine ->
                new SessionContext(
                    identity,
                    "Talk",
                    backend,
                    clients,
                    clients::newTrack,
                    loop.clock,
                    loop,
                    new SplittableRandom(1),
                    machine),
            role,
            new StreamSettings(true, true),
            microphoneOn,
            this::take);
    session = begun;
    return begun;
  }

  private void take(StreamState state) {
    states.add(state);
    if (consuming != null) {
      throw consuming;
    }
  }

  /** A host on air. */
  StreamSession host() {
    clients.sync.speaker("Hana", true);
    StreamSession host = begin("Hana", Role.HOST, true);
    settle();
    return host;
  }

  /** A listener named Vera who hears Hana and Sam. */
  StreamSession viewer() {
    clients.sync.speaker("Hana", true);
    clients.sync.speaker("Sam", false);
    StreamSession viewer = begin("Vera", Role.VIEWER, false);
    clients.sync.put("viewers", "Vera");
    settle();
    return viewer;
  }

  /** A speaker named Sam beside Hana. */
  StreamSession speaker() {
    clients.sync.speaker("Hana", true);
    StreamSession speaker = begin("Sam", Role.SPEAKER, true);
    clients.sync.speaker("Sam", false);
    clients.room().participants(FakeSdkClients.FakeRoom.participant("Hana", true));
    settle();
    return speaker;
  }

  /** A viewer who has been invited. */
  StreamSession invited() {
    StreamSession viewer = viewer();
    clients.sync.invite("Vera", true);
    settle();
    return viewer;
  }

  /** Lets coalesced states out. */
  void settle() {
    loop.pass(Duration.ofMillis(50));
  }

  StreamState state() {
    settle();
    return Objects.requireNonNull(session).state();
  }

  Phase phase() {
    return state().phase();
  }

  List<Notice.Kind> notices() {
    return state().notices().stream().map(Notice::kind).toList();
  }

  List<String> speakers() {
    return state().speakers().stream().map(StreamState.Speaker::identity).toList();
  }

  List<String> hands() {
    return state().raisedHands().stream().map(StreamState.RaisedHand::identity).toList();
  }

  List<Phase> phases() {
    var phases = new ArrayList<Phase>();
    for (StreamState state : states) {
      if (phases.isEmpty() || !phases.getLast().equals(state.phase())) {
        phases.add(state.phase());
      }
    }
    return phases;
  }
}
