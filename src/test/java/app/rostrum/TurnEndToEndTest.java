package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.HttpClients;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.Processing;
import app.rostrum.media.Spectrum;
import app.rostrum.media.webrtc.WebRtcEngine;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.SoundFigures;
import app.rostrum.stream.StreamSession;
import app.rostrum.testing.Coturn;
import app.rostrum.testing.PulseAudio;
import app.rostrum.testing.WhepBrowser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People who can reach nothing of a server but its web pages, and coturn, which is the judge. */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TurnEndToEndTest {
  private static final double HEARD = -45;

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private Coturn turn;
  private FirewalledServer server;

  @BeforeEach
  void open() throws Exception {
    turn = Coturn.start(folder);
    server = FirewalledServer.start(folder, Optional.of(turn));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    turn.close();
  }

  @Test
  void aBrowserHearsTheStreamByTheRelayThatIsNamedToAdmittedPeople() throws Exception {
    var _ = server.host();
    StreamCredentials viewer = server.backend().joinAsViewer("Vera", "Talk", null);
    String whep = viewer.whep().orElseThrow().toString();
    assertThat(link(whep, "")).as("for a stranger").isNull();
    assertThat(link(whep, viewer.token())).contains("<" + turn.url() + ">");
    try (var browser = WhepBrowser.listen(whep, viewer.token(), "relay")) {
      assertThat(browser.until(report -> report.level(440) >= HEARD).path("type"))
          .isEqualTo("relay");
    }
  }

  @Test
  void thePeopleOfTheAppHearAndAreHeardByTheRelay() throws Exception {
    try (PulseAudio pulse = PulseAudio.start()) {
      pulse.useInThisProcess();
      StreamSession hana = server.host();
      try (var voice = pulse.playTone(880, PulseAudio.MICROPHONE_FEED);
          WebRtcEngine engine = WebRtcEngine.create(Processing.NONE)) {
        var sessions = new SessionFactory(server.backend(), http, engine, Clock.systemUTC());
        StreamSession sam = sessions.join("Sam", "Talk", Role.SPEAKER, true, state -> {});
        await().until(() -> hana.state().speakers().size() == 2);
        await().until(() -> Spectrum.levelAt(server.heardByHost(), 880) > HEARD);
        awaitRelay(sam);
        sam.close();
        StreamSession vera = sessions.join("Vera", "Talk", Role.VIEWER, true, state -> {});
        await()
            .ignoreExceptions()
            .until(
                () ->
                    Spectrum.levelAt(pulse.record(PulseAudio.SPEAKER + ".monitor", 0.5), 440)
                        > HEARD);
        awaitRelay(vera);
        assertThat(vera.state().trouble()).isEmpty();
        vera.close();
      }
    }
  }

  private static void awaitRelay(StreamSession session) {
    await("the session knows that its sound goes by a relay")
        .until(
            () ->
                session
                    .sound()
                    .flatMap(SoundFigures::route)
                    .filter(MediaRoute::relayed)
                    .isPresent());
  }

  private String link(String whep, String token) throws IOException {
    var request =
        new Request.Builder().url(whep).method("OPTIONS", RequestBody.create(new byte[0]));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (var response = http.newCall(request.build()).execute()) {
      return response.header("Link");
    }
  }
}
