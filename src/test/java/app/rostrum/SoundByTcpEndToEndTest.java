package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.Processing;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.media.webrtc.WebRtcEngine;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.SoundFigures;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.TcpProxy;
import app.rostrum.testing.WhepBrowser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * People behind a network that lets TCP through to the server's port but no UDP. The server is at
 * 127.0.0.1 and they see it at 127.0.0.9, where nothing listens by UDP.
 */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SoundByTcpEndToEndTest {
  private static final double HEARD = -45;
  private static final InetAddress OUTSIDE = InetAddress.ofLiteral("127.0.0.9");

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LevelMeter heardByHana = new LevelMeter();
  private EmbeddedHost host;
  private TcpProxy tcp;
  private URI outside;

  @BeforeEach
  void open() throws Exception {
    int port = FreePort.find();
    outside = URI.create("http://127.0.0.9:" + port);
    tcp = opened(new TcpProxy(new InetSocketAddress(OUTSIDE, port), port));
    host =
        opened(
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1", port, folder.resolve("data"), Optional.of(outside), false),
                Clock.systemUTC(),
                (name, fields) -> {}));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  private HttpBackend backend() {
    return new HttpBackend(http, outside, host.passcode());
  }

  private StreamSession session(
      String name, Role role, MediaEngine engine, List<StreamState> states) {
    var sessions = new SessionFactory(backend(), http, engine, Clock.systemUTC());
    return opened(
        role == Role.HOST
            ? sessions.create(name, "Talk", new StreamSettings(true, false), true, states::add)
            : sessions.join(name, "Talk", role, true, states::add));
  }

  private static void until(StreamSession session, Predicate<StreamState> wanted) {
    await().until(() -> wanted.test(session.state()));
  }

  private static boolean isWell(StreamState state) {
    return state.trouble().isEmpty() && !state.reconnecting() && state.quality() >= 3;
  }

  private static void awaitTcp(StreamSession session) {
    await("the session knows that its sound goes by TCP")
        .until(
            () ->
                session
                    .sound()
                    .flatMap(SoundFigures::route)
                    .filter(route -> route.transport() == MediaRoute.Transport.TCP)
                    .filter(route -> route.codec().equals("opus"))
                    .isPresent());
  }

  private StreamSession host() {
    StreamSession hana =
        session(
            "Hana",
            Role.HOST,
            opened(PlainEngine.create(new Tone(440), heardByHana)),
            new CopyOnWriteArrayList<>());
    until(hana, state -> state.phase().equals(new Phase.OnStage(Role.HOST)));
    return hana;
  }

  @Test
  void aBrowserHearsTheStream() throws Exception {
    var _ = host();
    StreamCredentials viewer = backend().joinAsViewer("Vera", "Talk", null);
    try (var browser = WhepBrowser.listen(viewer.whep().orElseThrow().toString(), viewer.token())) {
      assertThat(browser.until(report -> report.level(440) >= HEARD).path("protocol"))
          .isEqualTo("tcp");
      tcp.dropAll();
      browser.until(report -> report.level(440) <= HEARD);
      browser.until(report -> report.level(440) >= HEARD);
    }
  }

  @Test
  void thePeopleOfTheAppHearAndAreHeard() throws Exception {
    try (PulseAudio pulse = PulseAudio.start()) {
      pulse.useInThisProcess();
      StreamSession hana = host();
      try (var voice = pulse.playTone(880, PulseAudio.MICROPHONE_FEED);
          WebRtcEngine engine = WebRtcEngine.create(Processing.NONE)) {
        List<StreamState> states = new CopyOnWriteArrayList<>();
        StreamSession sam = session("Sam", Role.SPEAKER, engine, states);
        until(sam, SoundByTcpEndToEndTest::isWell);
        until(hana, state -> state.speakers().size() == 2);
        await().until(() -> Spectrum.levelAt(heardByHana.mix(), 880) > HEARD);
        assertThat(states).noneMatch(state -> state.trouble().isPresent());
        awaitTcp(sam);
        sam.close();
        StreamSession vera = session("Vera", Role.VIEWER, engine, states);
        until(vera, SoundByTcpEndToEndTest::isWell);
        awaitTcp(vera);
        await()
            .ignoreExceptions()
            .until(
                () ->
                    Spectrum.levelAt(pulse.record(PulseAudio.SPEAKER + ".monitor", 0.5), 440)
                        > HEARD);
        vera.close();
      }
    }
  }
}
