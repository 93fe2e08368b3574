package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import app.rostrum.admin.AdminCommand;
import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.RostrumProcess;
import app.rostrum.testing.ServeProcess;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A server that is stopped and started again: people are told, keep their places and come back. */
@Tag("e2e")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@NullUnmarked
class RestartEndToEndTest {
  private static final String STREAM = "Kept";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** A person with all states so far. */
  private record Person(StreamSession session, List<StreamState> states, List<Long> times) {
    StreamState now() {
      return session.state();
    }

    boolean wasTold() {
      return states.stream()
          .anyMatch(
              state ->
                  state.reconnecting()
                      && state
                          .trouble()
                          .filter(t -> t.error() == ErrorCode.SERVER_RESTARTING)
                          .isPresent());
    }

    /** Returns the milliseconds between the first and the last state without a connection. */
    long away() {
      long from = 0;
      long to = 0;
      for (int i = 0; i < states.size(); i++) {
        if (states.get(i).reconnecting()) {
          from = from == 0 ? times.get(i) : from;
          to = i + 1 < times.size() ? times.get(i + 1) : System.nanoTime();
        }
      }
      return TimeUnit.NANOSECONDS.toMillis(to - from);
    }
  }

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private ServeProcess server;
  private Backend backend;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
    server.close();
  }

  private int admin(String... arguments) {
    return new CommandLine(new AdminCommand())
        .execute(
            Stream.concat(
                    Stream.of(arguments), Stream.of("--data", folder.resolve("server").toString()))
                .toArray(String[]::new));
  }

  private Person join(String name, Role role) {
    var states = new CopyOnWriteArrayList<StreamState>();
    var times = new CopyOnWriteArrayList<Long>();
    var media = PlainEngine.create(new Silence(), PcmSink.DISCARD);
    StreamSession session =
        new SessionFactory(backend, http, media, Clock.systemUTC())
            .join(
                name,
                STREAM,
                role,
                true,
                state -> {
                  times.add(System.nanoTime());
                  states.add(state);
                });
    opened.push(session);
    return new Person(session, states, times);
  }

  private static List<String> hands(StreamState state) {
    return state.raisedHands().stream().map(StreamState.RaisedHand::identity).toList();
  }

  private static boolean isSettled(Person person, Class<? extends Phase> phase) {
    StreamState now = person.now();
    return phase.isInstance(now.phase()) && !now.reconnecting();
  }

  @Test
  void everybodyIsToldAndComesBackToTheSameStream() throws Exception {
    server = ServeProcess.start("restart-serve", folder.resolve("server"));
    backend = Backends.open(http, server.url(), server.passcode());
    StreamCredentials ada = backend.createStream("Ada", STREAM, true, true);
    Person sam = join("Sam", Role.SPEAKER);
    Person lea = join("Lea", Role.VIEWER);
    Person leo = join("Leo", Role.VIEWER);
    await("the speaker").atMost(SOON).until(() -> isSettled(sam, Phase.OnStage.class));
    await("a listener").atMost(SOON).until(() -> isSettled(lea, Phase.InAudience.class));
    await("a listener").atMost(SOON).until(() -> isSettled(leo, Phase.InAudience.class));
    leo.session().raiseHand(true);
    await("a hand").atMost(SOON).until(() -> hands(lea.now()).equals(List.of("Leo")));
    lea.session().raiseHand(true);
    List<String> order = List.of("Leo", "Lea");
    await("the hands").atMost(SOON).until(() -> hands(sam.now()).equals(order));
    assertThat(backend.listStreams()).hasValueSatisfying(list -> assertThat(list).hasSize(1));

    RostrumProcess first = server.process();
    first.terminate();
    JsonObject stopping = first.await("stopping", SOON, event -> true);
    assertThat(stopping.get("streams").getAsInt()).isEqualTo(1);
    var refused =
        await("the lobby is told")
            .atMost(SOON)
            .until(
                () -> catchThrowableOfType(BackendException.class, () -> backend.listStreams()),
                thrown -> thrown != null);
    assertThat(refused).hasMessage(BackendException.SERVER_RESTARTING);
    assertThat(refused.retryAfter()).isPositive();
    first.terminate(); // People in the lobby have been told.
    long closed = System.nanoTime();
    assertThat(first.exitCode(SOON)).isZero();
    assertThat(admin("status")).as("no server runs").isEqualTo(3);
    server.startAgain();

    long down = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - closed);
    await("the speaker").atMost(SOON).until(() -> isSettled(sam, Phase.OnStage.class));
    await("a listener").atMost(SOON).until(() -> isSettled(lea, Phase.InAudience.class));
    await("a listener").atMost(SOON).until(() -> isSettled(leo, Phase.InAudience.class));
    for (Person person : List.of(sam, lea, leo)) {
      assertThat(person.wasTold()).as(person.now().identity() + " was told").isTrue();
      System.out.printf(
          "%s was away for %d ms, the server for %d%n",
          person.now().identity(), person.away(), down);
    }
    await("the hands").atMost(SOON).until(() -> hands(sam.now()).equals(order));
    assertThat(backend.joinAsViewer("Vera", STREAM, null).roomSid()).isEqualTo(ada.roomSid());

    assertThat(admin("announce", "Restarted")).isZero();
    await("the operator's message")
        .atMost(SOON)
        .until(() -> sam.now().desk().orElseThrow().operatorMessage().equals("Restarted"));
    server.kill(); // Leaves the operator's socket behind.
    assertThat(admin("status")).isEqualTo(3);
    server.startAgain();
    assertThat(admin("end", STREAM)).isZero();
    await("the end").atMost(SOON).until(() -> sam.now().phase() instanceof Phase.Left);
  }
}
