package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.Processing;
import app.rostrum.media.Spectrum;
import app.rostrum.media.webrtc.WebRtcEngine;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.SoundFigures;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.WhepBrowser;
import java.nio.file.Path;
import java.time.Clock;
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

/** People behind a network that lets TCP through to the server's port but no UDP. */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SoundByTcpEndToEndTest {
  private static final double HEARD = -45;

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private FirewalledServer server;

  @BeforeEach
  void open() throws Exception {
    server = FirewalledServer.start(folder, Optional.empty());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private StreamSession join(String name, Role role, MediaEngine engine, List<StreamState> states) {
    return new SessionFactory(server.backend(), http, engine, Clock.systemUTC())
        .join(name, "Talk", role, true, states::add);
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

  @Test
  void aBrowserHearsTheStream() throws Exception {
    var _ = server.host();
    StreamCredentials viewer = server.backend().joinAsViewer("Vera", "Talk", null);
    try (var browser = WhepBrowser.listen(viewer.whep().orElseThrow().toString(), viewer.token())) {
      assertThat(browser.until(report -> report.level(440) >= HEARD).path("protocol"))
          .isEqualTo("tcp");
      server.dropConnections();
      browser.until(report -> report.level(440) <= HEARD);
      browser.until(report -> report.level(440) >= HEARD);
    }
  }

  @Test
  void thePeopleOfTheAppHearAndAreHeard() throws Exception {
    try (PulseAudio pulse = PulseAudio.start()) {
      pulse.useInThisProcess();
      StreamSession hana = server.host();
      try (var voice = pulse.playTone(880, PulseAudio.MICROPHONE_FEED);
          WebRtcEngine engine = WebRtcEngine.create(Processing.NONE)) {
        List<StreamState> states = new CopyOnWriteArrayList<>();
        StreamSession sam = join("Sam", Role.SPEAKER, engine, states);
        until(sam, SoundByTcpEndToEndTest::isWell);
        until(hana, state -> state.speakers().size() == 2);
        await().until(() -> Spectrum.levelAt(server.heardByHost(), 880) > HEARD);
        assertThat(states).noneMatch(state -> state.trouble().isPresent());
        awaitTcp(sam);
        sam.close();
        StreamSession vera = join("Vera", Role.VIEWER, engine, states);
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
