package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.DeskCall;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.StreamDoors;
import app.rostrum.testing.StreamDoors.Door;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host's desk with real sessions, backend and cloud: a hand with a text, a co-host who locks the
 * stream, removes a listener and takes over from the host.
 */
@Tag("e2e")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@NullUnmarked
class DeskEndToEndTest {
  private static final String STREAM = "Desk";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** The host's grace of a minute, and some more for a slow machine. */
  private static final Duration AFTER_GRACE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private EmbeddedHost host;
  private HttpBackend backend;

  @BeforeEach
  void open() throws Exception {
    host =
        EmbeddedHost.start(
            new EmbeddedHost.Options(
                "127.0.0.1", 0, folder.resolve("data"), Optional.empty(), false),
            Clock.systemUTC(),
            (name, fields) -> {});
    backend =
        new HttpBackend(
            http, URI.create("http://127.0.0.1:" + host.url().getPort()), host.passcode());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    host.close();
  }

  private StreamSession begin(String name, Role role) {
    PlainEngine media = PlainEngine.create(new Tone(440), PcmSink.DISCARD);
    parts.push(media);
    var sessions = new SessionFactory(backend, http, media, Clock.systemUTC());
    StreamSession session =
        role == Role.HOST
            ? sessions.create(name, STREAM, new StreamSettings(true, true), true, state -> {})
            : sessions.join(name, STREAM, role, role.onStage(), state -> {});
    parts.push(session);
    return session;
  }

  private static void sees(StreamSession who, String what, Predicate<StreamState> condition) {
    sees(who, what, SOON, condition);
  }

  private static void sees(
      StreamSession who, String what, Duration limit, Predicate<StreamState> condition) {
    await(what).atMost(limit).until(() -> condition.test(who.state()));
  }

  private StreamSession arrived(String name, Role role) {
    StreamSession session = begin(name, role);
    sees(
        session,
        name + " arrives",
        state ->
            state.phase() instanceof Phase.OnStage || state.phase() instanceof Phase.InAudience);
    return session;
  }

  @Test
  void aCoHostKeepsOrderAndTakesOver() {
    StreamSession hana = arrived("Hana", Role.HOST);
    StreamSession early = arrived("Early", Role.SPEAKER);
    StreamSession sam = arrived("Sam", Role.SPEAKER);
    StreamSession vera = arrived("Vera", Role.VIEWER);
    StreamCredentials otto = backend.joinAsViewer("Otto", STREAM, null);
    StreamCredentials spy = backend.joinAsViewer("Spy", STREAM, null);
    var doors = new StreamDoors(http, backend, STREAM, spy);
    assertThat(doors.opened("Otto", otto.token()))
        .containsExactlyInAnyOrder(Door.SYNC, Door.CHAT, Door.PLAYER, Door.BACKEND);

    vera.raiseHand(true, "About records");
    sees(
        hana,
        "the hand with its text",
        state -> state.raisedHands().stream().anyMatch(h -> h.text().equals("About records")));
    vera.react(Reaction.APPLAUSE);
    for (StreamSession who : List.of(hana, vera)) {
      sees(
          who,
          "the applause",
          state ->
              state
                  .reactions()
                  .filter(r -> r.people().get("Vera") == Reaction.APPLAUSE)
                  .isPresent());
    }
    hana.desk(new DeskCall.Topic("Records"));
    sees(
        vera,
        "the topic",
        state -> state.desk().filter(d -> d.topic().equals("Records")).isPresent());

    hana.desk(new DeskCall.Recorded(true));
    sees(
        vera,
        "the recording",
        state ->
            state
                .desk()
                .flatMap(StreamDesk::recording)
                .filter(recording -> recording.identity().equals("Hana"))
                .isPresent());

    hana.desk(new DeskCall.CoHost("Sam", true));
    sees(sam, "Sam is co-host", StreamState::coHost);
    sam.desk(new DeskCall.Lock(true));
    sees(hana, "the lock", state -> state.desk().filter(d -> d.locked()).isPresent());
    StreamSession late = begin("Late", Role.VIEWER);
    sees(
        late,
        "nobody new comes in",
        state ->
            state.phase() instanceof Phase.Left(LeaveReason.Failed(var problem))
                && problem.error() == ErrorCode.STREAM_LOCKED);

    sam.desk(new DeskCall.Remove("Otto"));
    sam.desk(new DeskCall.Remove("Vera"));
    sees(
        vera,
        "Vera is removed",
        state -> state.phase().equals(new Phase.Left(new LeaveReason.Removed())));
    sees(
        sam,
        "both are kept out and no longer listed",
        state ->
            state.desk().filter(d -> d.keptOut().size() == 2).isPresent()
                && !state.audience().contains("Vera")
                && state.raisedHands().isEmpty());
    assertThat(doors.opened("Otto", otto.token())).isEmpty();

    hana.leave();
    sees(sam, "Sam may take over", AFTER_GRACE, StreamState::mayTakeOver);
    assertThat(early.state().mayTakeOver()).isFalse();
    sam.takeOver();
    sees(sam, "Sam is host", StreamState::host);
    sees(
        early,
        "the others see the new host",
        state -> state.speakers().stream().anyMatch(s -> s.host() && s.identity().equals("Sam")));
    sam.endStream();
    sees(
        early,
        "the new host ends the stream",
        state -> state.phase().equals(new Phase.Left(new LeaveReason.EndedByHost())));
  }
}
