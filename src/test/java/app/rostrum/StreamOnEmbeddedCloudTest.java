package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.HttpBackend;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.hosting.Hosting;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Chat;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.RaisedHand;
import app.rostrum.stream.StreamState.Speaker;
import app.rostrum.testing.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream sessions on the real clients, backend and cloud in one process: sound, state, and recovery
 * from failures.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StreamOnEmbeddedCloudTest {
  private static final Logger log = LoggerFactory.getLogger(StreamOnEmbeddedCloudTest.class);
  private static final String STREAM = "Evening talk";
  private static final double HANA = 440;
  private static final double VERA = 880;
  private static final double HEARD = -45;
  private static final double NOT_HEARD = -60;

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private EmbeddedHost host;
  private TcpProxy network;

  @BeforeEach
  void open() throws Exception {
    host = startHost(0);
    network = opened(new TcpProxy(host.url().getPort()));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    host.close();
  }

  private EmbeddedHost startHost(int port) throws Exception {
    return EmbeddedHost.start(
        new EmbeddedHost.Options(
            "127.0.0.1", port, folder.resolve("data"), Optional.empty(), false),
        Clock.systemUTC(),
        (name, fields) -> {});
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /**
   * The times at which each track was first and last heard. Machines under load drop a frame now
   * and then, but the old track must always be heard until the new one is.
   */
  private static final class Tracks implements PcmSink {
    /** The duration of a frame, which is heard until the next one is due. */
    private static final Duration FRAME = Duration.ofMillis(20);

    private record Times(long first, long last) {}

    private final Map<String, Times> heard = new ConcurrentHashMap<>();

    @Override
    public void onMix(short[] mix) {}

    @Override
    public void onAudio(String trackId, short[] pcm) {
      if (Spectrum.level(pcm) > HEARD) {
        long now = System.nanoTime();
        heard.merge(trackId, new Times(now, now), (old, fresh) -> new Times(old.first(), now));
      }
    }

    void reset() {
      heard.clear();
    }

    /** Returns how long the old and the new track were heard together; negative for a gap. */
    Duration overlap() {
      Times went = heard.values().stream().min(Comparator.comparingLong(Times::last)).orElseThrow();
      Times came = heard.values().stream().max(Comparator.comparingLong(Times::last)).orElseThrow();
      assertThat(heard).as("the player's track and the room's").hasSize(2);
      return Duration.ofNanos(went.last() - came.first()).plus(FRAME);
    }

    boolean oneLeft() {
      long now = System.nanoTime();
      return heard.size() == 2
          && heard.values().stream().filter(t -> now - t.last() < 300_000_000L).count() == 1;
    }
  }

  /** A participant with a voice and a meter. */
  private final class Person implements AutoCloseable {
    final LevelMeter meter = new LevelMeter();
    final Tracks tracks = new Tracks();
    final List<StreamState> states = new ArrayList<>();
    final PlainEngine engine;
    final StreamSession session;
    final long began = System.nanoTime();

    Person(String name, Role role, double hz) {
      engine =
          PlainEngine.create(
              new Tone(hz),
              new PcmSink() {
                @Override
                public void onMix(short[] mix) {
                  meter.onMix(mix);
                }

                @Override
                public void onAudio(String trackId, short[] pcm) {
                  tracks.onAudio(trackId, pcm);
                }
              });
      Backend backend =
          new HttpBackend(http, URI.create("http://127.0.0.1:" + network.port()), host.passcode());
      var sessions = new SessionFactory(backend, http, engine, Clock.systemUTC());
      session =
          role == Role.HOST
              ? sessions.create(name, STREAM, new StreamSettings(false, true), true, this::take)
              : sessions.join(name, STREAM, role, true, this::take);
      parts.push(this);
    }

    private synchronized void take(StreamState state) {
      states.add(state);
    }

    StreamState state() {
      return session.state();
    }

    synchronized boolean sawReconnecting() {
      return states.stream().anyMatch(StreamState::reconnecting);
    }

    synchronized List<Phase> phases() {
      return states.stream().map(StreamState::phase).distinct().toList();
    }

    Duration until(Predicate<StreamState> wanted) {
      await().pollInterval(Duration.ofMillis(5)).until(() -> wanted.test(state()));
      return Duration.ofNanos(System.nanoTime() - began);
    }

    Duration untilHears(double hz) {
      await().pollInterval(Duration.ofMillis(5)).until(() -> hears(hz));
      return Duration.ofNanos(System.nanoTime() - began);
    }

    boolean hears(double hz) {
      return Spectrum.levelAt(meter.mix(), hz) > HEARD;
    }

    boolean noticed(Notice.Kind kind) {
      return state().notices().stream().anyMatch(n -> n.kind() == kind);
    }

    @Override
    public void close() {
      session.close();
      engine.close();
    }
  }

  private static Predicate<StreamState> in(Phase phase) {
    return state -> state.phase().equals(phase);
  }

  private static boolean shows(StreamState state, String speaker) {
    return state.speakers().stream().map(Speaker::identity).anyMatch(speaker::equals);
  }

  private Person onAir() {
    Person hana = new Person("Hana", Role.HOST, HANA);
    Duration onAir = hana.until(in(new Phase.OnStage(Role.HOST)));
    log.info("on air after {} ms", onAir.toMillis());
    return hana;
  }

  private Person listening() {
    Person vera = new Person("Vera", Role.VIEWER, VERA);
    Duration sound = vera.untilHears(HANA);
    log.info("first sound after {} ms", sound.toMillis());
    vera.until(in(new Phase.InAudience()));
    vera.until(state -> state.audience().contains("Vera") && shows(state, "Hana"));
    return vera;
  }

  private void promote(Person hana, Person vera) {
    vera.session.raiseHand(true);
    hana.until(
        state -> state.raisedHands().stream().map(RaisedHand::identity).anyMatch("Vera"::equals));
    assertThat(hana.noticed(Notice.Kind.HAND_RAISED)).isTrue();
    hana.session.invite("Vera");
    vera.until(StreamState::invited);
    vera.tracks.reset();
    long start = System.nanoTime();
    vera.session.acceptInvitation(true);
    hana.untilHears(VERA);
    log.info(
        "heard on stage {} ms after accepting",
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    vera.until(in(new Phase.OnStage(Role.SPEAKER)));
  }

  private static String code(StreamState state) {
    return state.phase() instanceof Phase.Left(LeaveReason.Failed(StreamProblem problem))
        ? problem.code()
        : "";
  }

  @Test
  void whoeverUsesANameThatIsInTheStreamIsToldAndTheFirstOneNoticesNothing() {
    Person hana = onAir();
    Person vera = listening();
    for (Role role : List.of(Role.VIEWER, Role.SPEAKER)) {
      for (String name : List.of("Vera", "Hana")) {
        Person second = new Person(name, role, VERA);
        second.until(state -> code(state).equals("B03"));
        assertThat(second.phases()).hasSize(2);
      }
    }
    assertThat(vera.state().phase()).isEqualTo(new Phase.InAudience());
    assertThat(vera.sawReconnecting()).isFalse();
    assertThat(hana.sawReconnecting()).isFalse();
  }

  private StreamSession hostingOnAComputer(List<StreamState> states) {
    Backend backend =
        new HttpBackend(http, URI.create("http://127.0.0.1:" + network.port()), host.passcode());
    Hosting hosting =
        new KeptHosting(folder.resolve("hosting"), Clock.systemUTC())
            .begin(backend, "Hana", STREAM, Role.HOST);
    PlainEngine engine = opened(PlainEngine.create(new Tone(HANA), PcmSink.DISCARD));
    var sessions = new SessionFactory(hosting.backend(), http, engine, Clock.systemUTC());
    var settings = new StreamSettings(false, true);
    return opened(
        hosting.role() == Role.HOST
            ? sessions.create("Hana", STREAM, settings, true, hosting.before(states::add))
            : sessions.join("Hana", STREAM, hosting.role(), false, hosting.before(states::add)));
  }

  /** The kept credentials may have been copied, or the app was opened twice. */
  @Test
  void aHostWhoComesBackElsewhereReplacesTheirFirstSessionForGood() {
    var first = new CopyOnWriteArrayList<StreamState>();
    var second = new CopyOnWriteArrayList<StreamState>();
    StreamSession before = hostingOnAComputer(first);
    await().until(() -> before.state().phase().equals(new Phase.OnStage(Role.HOST)));
    StreamSession after = hostingOnAComputer(second);
    await().until(() -> after.state().phase().equals(new Phase.OnStage(Role.HOST)));
    await().until(() -> before.state().phase().equals(new Phase.Left(new LeaveReason.Replaced())));
    Person vera = new Person("Vera", Role.VIEWER, VERA);
    vera.until(in(new Phase.InAudience()));
    vera.until(state -> shows(state, "Hana"));
    assertThat(after.state().phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    assertThat(second).extracting(StreamState::phase).noneMatch(p -> p instanceof Phase.Left);
    assertThat(first.getLast().phase()).isEqualTo(new Phase.Left(new LeaveReason.Replaced()));
    assertThat(vera.state().speakers()).hasSize(1);
  }

  @Test
  void aListenerGoesOnStageAndBackWithoutAGap() {
    Person hana = onAir();
    Person vera = listening();
    vera.until(state -> state.levels().containsKey("Hana"));
    promote(hana, vera);
    vera.until(state -> !state.handRaised() && state.raisedHands().isEmpty());
    hana.until(state -> shows(state, "Vera") && !state.audience().contains("Vera"));
    vera.until(state -> state.levels().containsKey("Hana") && state.levels().containsKey("Vera"));
    await().until(vera.tracks::oneLeft);
    assertThat(vera.tracks.overlap()).as("going on stage").isPositive();

    vera.tracks.reset();
    vera.session.leaveStage();
    vera.until(in(new Phase.InAudience()));
    hana.until(state -> state.audience().contains("Vera") && !shows(state, "Vera"));
    await().until(() -> !hana.hears(VERA));
    vera.untilHears(HANA);
    await().until(vera.tracks::oneLeft);
    assertThat(vera.tracks.overlap()).as("back again").isPositive();
    assertThat(vera.phases())
        .containsExactly(
            new Phase.Joining(Role.VIEWER),
            new Phase.InAudience(),
            new Phase.Changing(Role.VIEWER, Role.SPEAKER),
            new Phase.OnStage(Role.SPEAKER),
            new Phase.Changing(Role.SPEAKER, Role.VIEWER));
    log.info("both heard for {} on the way back", vera.tracks.overlap());
  }

  @Test
  void aSpeakerMovedByTheHostListensOnAndTheEndReachesAll() {
    Person hana = onAir();
    Person vera = listening();
    promote(hana, vera);
    hana.session.moveToAudience("Vera");
    vera.until(in(new Phase.InAudience()));
    assertThat(vera.noticed(Notice.Kind.MOVED_TO_AUDIENCE)).isTrue();
    hana.until(s -> hana.noticed(Notice.Kind.MOVED_SOMEBODY_TO_AUDIENCE));
    vera.untilHears(HANA);
    await().until(() -> Spectrum.levelAt(vera.meter.mix(), VERA) < NOT_HEARD);
    vera.until(state -> state.audience().contains("Vera"));

    Person sam = new Person("Sam", Role.SPEAKER, 660);
    sam.until(state -> state.phase() instanceof Phase.Left);
    assertThat(sam.state().phase())
        .isInstanceOfSatisfying(
            Phase.Left.class,
            left ->
                assertThat(left.reason())
                    .isInstanceOfSatisfying(
                        LeaveReason.Failed.class,
                        failed ->
                            assertThat(failed.problem().kind())
                                .isEqualTo(StreamProblem.Kind.STAGE_CLOSED)));

    hana.session.endStream();
    var ended = new Phase.Left(new LeaveReason.EndedByHost());
    hana.until(in(ended));
    vera.until(in(ended));
  }

  private static List<String> texts(StreamState state) {
    return state.chat().messages().stream().map(Chat.Message::text).toList();
  }

  private static Predicate<StreamState> reads(String... texts) {
    return state ->
        texts(state).equals(List.of(texts))
            && state.chat().messages().stream().allMatch(m -> m.delivery() == Chat.Delivery.SENT);
  }

  @Test
  void peopleChatThroughChangesOfRoleAndLostConnections() throws Exception {
    Person hana = onAir();
    hana.until(state -> state.chat().access() == Chat.Access.OPEN);
    hana.session.sendMessage("welcome 👋");
    hana.until(reads("welcome 👋"));
    Person vera = listening();
    vera.until(reads("welcome 👋"));
    assertThat(vera.state().chat().unread()).isZero();
    hana.session.typing();
    vera.until(state -> state.chat().typing().equals(List.of("Hana")));
    hana.session.sendMessage("<b>questions?</b>\nanybody?");
    vera.until(reads("welcome 👋", "<b>questions?</b>\nanybody?"));
    vera.until(state -> state.chat().typing().isEmpty());
    assertThat(vera.state().chat().unread()).isEqualTo(1);
    assertThat(vera.state().chat().messages()).noneMatch(Chat.Message::own);

    promote(hana, vera);
    vera.session.sendMessage("here I am");
    hana.until(reads("welcome 👋", "<b>questions?</b>\nanybody?", "here I am"));
    vera.session.leaveStage();
    vera.session.followChat(true);
    assertThat(vera.state().chat().access()).isEqualTo(Chat.Access.OPEN);
    network.dropAll();
    hana.session.sendMessage("can you hear me?");
    hana.session.sendMessage("still there?");
    vera.session.sendMessage("yes");
    hana.until(
        state ->
            texts(state).size() == 6 && reads(texts(state).toArray(String[]::new)).test(state));
    vera.until(state -> texts(state).equals(texts(hana.state())));
    assertThat(texts(vera.state()))
        .containsSubsequence("here I am", "can you hear me?", "still there?")
        .containsOnlyOnce("yes");

    long last =
        hana.state().chat().messages().stream().filter(Chat.Message::own).toList().getLast().id();
    hana.session.editMessage(last, "sorry, I was away");
    vera.until(state -> texts(state).contains("sorry, I was away"));
    assertThat(vera.state().chat().messages()).filteredOn(Chat.Message::edited).hasSize(1);
    hana.session.removeMessage(last);
    vera.until(state -> texts(state).size() == 5 && !texts(state).contains("sorry, I was away"));
    assertThat(vera.state().chat().unread()).isZero();
    vera.until(state -> state.phase().equals(new Phase.InAudience()));
    hana.session.endStream();
    vera.until(state -> state.phase() instanceof Phase.Left);
    assertThat(vera.state().chat().access()).isEqualTo(Chat.Access.CLOSED);
  }

  @Test
  void aSpeakerMutedByTheHostMayUnmute() {
    Person hana = onAir();
    Person vera = listening();
    promote(hana, vera);
    hana.session.mute("Vera");
    vera.until(state -> vera.noticed(Notice.Kind.MUTED_BY_HOST) && !state.microphoneOn());
    hana.until(state -> hana.noticed(Notice.Kind.MUTED_SOMEBODY));
    hana.until(
        state -> state.speakers().stream().anyMatch(s -> s.identity().equals("Vera") && s.muted()));
    await().until(() -> !hana.hears(VERA));
    vera.session.setMicrophone(true);
    hana.untilHears(VERA);
    hana.session.muteAll();
    vera.until(state -> !state.microphoneOn());
    assertThat(hana.state().microphoneOn()).isTrue();
    vera.session.muteAll();
    vera.until(state -> vera.noticed(Notice.Kind.ACTION_FAILED));
    assertThat(hana.state().microphoneOn()).isTrue();
    hana.until(state -> state.qualities().containsKey("Vera"));
  }

  @Test
  void droppedConnectionsRecoverAndNothingIsLost() throws Exception {
    Person hana = onAir();
    Person vera = listening();
    vera.session.raiseHand(true);
    hana.until(state -> !state.raisedHands().isEmpty());
    network.dropAll();
    hana.until(state -> hana.sawReconnecting() && !state.reconnecting());
    vera.until(state -> !state.reconnecting());
    vera.untilHears(HANA);
    assertThat(vera.state().handRaised()).isTrue();
    hana.session.invite("Vera");
    vera.until(StreamState::invited);
    assertThat(hana.state().phase()).isEqualTo(new Phase.OnStage(Role.HOST));
  }

  @Test
  void everybodyReturnsAfterARestartOfTheBackend() throws Exception {
    Person hana = onAir();
    Person vera = listening();
    vera.session.raiseHand(true);
    hana.until(state -> !state.raisedHands().isEmpty());
    int port = host.url().getPort();
    host.close();
    vera.until(StreamState::reconnecting);
    hana.until(StreamState::reconnecting);
    long start = System.nanoTime();
    host = startHost(port);
    await().until(() -> !hana.state().reconnecting());
    await().until(() -> !vera.state().reconnecting());
    vera.meter.onMix(new short[24_000]);
    vera.untilHears(HANA);
    log.info(
        "healed {} ms after the restart", Duration.ofNanos(System.nanoTime() - start).toMillis());
    hana.until(state -> state.audience().contains("Vera") && shows(state, "Hana"));
    assertThat(hana.state().phase()).isEqualTo(new Phase.OnStage(Role.HOST));
    hana.until(state -> state.speakers().stream().anyMatch(s -> s.self() && s.host()));
    vera.until(StreamState::handRaised);
    hana.until(state -> !state.raisedHands().isEmpty());
  }
}
